import { expect, test } from 'vitest';
import type { AuditStore } from '../../../src/access/account-store.ts';
import { sampleNote, sampleToken } from '../../support/account-samples.ts';
import { describeDatabases } from '../../support/databases.ts';

describeDatabases('the audit trail', (create) => {
  test('gives back every field of a note, newest first', async () => {
    const { audit }: { audit: AuditStore } = await (await create()).open();
    const notes = [sampleNote('login_failed', { subject: "x'; --" }), sampleNote('user_deleted', { at: 2 ** 52 })];
    for (const note of notes) await audit.recordAudit(note);
    const { items } = await audit.listAudit({ limit: 10 });
    expect(items.map(({ id: _, ...note }) => note)).toEqual(notes.reverse());
  });

  test('a page holds as many entries as asked for, and never more than 500', async () => {
    const database = await create();
    const { audit } = await database.open();
    await database.run(`insert into audit_log (at, actor_kind, actor_id, actor_name, action, subject, address, correlation_id)
      with recursive numbers(n) as (select 1 union all select numbers.n + 1 from numbers where numbers.n < 503)
      select numbers.n, 'user', '1', 'ada', 'user_deleted', 'bob', '', '' from numbers`);
    expect((await audit.listAudit({ limit: 1 })).items).toHaveLength(1);
    expect((await audit.listAudit({ limit: 0 })).items).toHaveLength(1);
    const page = await audit.listAudit({ limit: 10_000 });
    expect(page.items).toHaveLength(500);
    expect((await audit.listAudit({ limit: 500, cursor: page.nextCursor ?? '' })).items).toHaveLength(3);
  });

  test('a cursor that this list did not give is a bad request', async () => {
    const { audit, tokens } = await (await create()).open();
    for (const name of ['a', 'b']) await tokens.createToken(sampleToken(name), sampleNote());
    const { nextCursor } = await tokens.listTokens({ limit: 1 });
    for (const cursor of ['', 'x', 'YXVkaXQ6MA', nextCursor ?? '', Buffer.from('audit:1:2').toString('base64url')])
      await expect(audit.listAudit({ limit: 1, cursor })).rejects.toMatchObject({ code: 'bad_request' });
  });

  test('text of any kind can be stored; a NUL, which PostgreSQL cannot hold, becomes a replacement character', async () => {
    const { audit, users } = await (await create()).open();
    await audit.recordAudit(sampleNote('login_failed', { subject: 'a\0b \u{1F514} "\\ \ud800', address: '' }));
    const [entry] = (await audit.listAudit({ limit: 1 })).items;
    expect(entry?.subject).toBe('a\uFFFDb \u{1F514} "\\ \uFFFD');
    expect(await users.findCredentials('a\0b')).toBeUndefined();
  });
});

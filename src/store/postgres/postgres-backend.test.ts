import { expect, test } from 'vitest';
import { sampleNote, sampleUser } from '../../../test/support/account-samples.ts';
import { postgresDatabases, type TestDatabase } from '../../../test/support/databases.ts';
import { POSTGRES } from '../../../test/support/postgres-server.ts';
import { recordStore } from '../../../test/support/recorded-occurrences.ts';
import { describeWith } from '../../../test/support/requirement.ts';
import { startTcpProxy } from '../../../test/support/tcp-proxy.ts';
import { systemClock } from '../../core/clock.ts';
import type { Store } from '../store.ts';
import { PostgresBackend } from './postgres-backend.ts';

const note = sampleNote();
const lost = { code: 'store_unavailable', message: expect.stringContaining('PostgreSQL server') };

describeWith(POSTGRES, 'a PostgreSQL server that is lost', () => {
  const create = postgresDatabases();

  /** A database behind a cable. */
  async function given() {
    const database = await create();
    const url = new URL(database.databaseUrl ?? '');
    const cable = await startTcpProxy({ host: url.hostname, port: Number(url.port || 5432) });
    url.host = `127.0.0.1:${cable.port}`;
    return { database, cable, databaseUrl: url.href };
  }

  test('refuses calls with the reason while it is away, is told by health, and is used again when it is back', async () => {
    const { database, cable, databaseUrl } = await given();
    const store = await database.open({ databaseUrl });
    await store.users.createUser(sampleUser('ada'), note);
    await cable.cut();
    for (let tries = 0; tries < 3; tries += 1) {
      await expect(store.users.hasUsers()).rejects.toMatchObject(lost);
      await expect(store.audit.recordAudit(note)).rejects.toMatchObject(lost);
    }
    expect(await store.checkWritable()).toMatchObject({ ok: false, reason: expect.stringContaining('PostgreSQL') });
    await cable.mend();
    await store.audit.recordAudit(note);
    expect(await store.users.findCredentials('ada')).toBeDefined();
    expect(await store.checkWritable()).toEqual({ ok: true });
    const told = database.recorded.filter((entry) => entry.details.first || entry.what === 'recovered');
    expect(told.map((entry) => entry.what)).toEqual(['failed', 'recovered']);
  });

  test('in the middle of transactions costs those transactions, and no process', async () => {
    const { database, cable, databaseUrl } = await given();
    const store = await database.open({ databaseUrl });
    await database.run(`create function dawdle() returns trigger language plpgsql as
      'begin perform pg_sleep(1); return new; end'`);
    await database.run('create trigger dawdle before insert on audit_log for each row execute function dawdle()');
    const writes = [store.audit.recordAudit(note), store.users.createUser(sampleUser('ada'), note)];
    const outcomes = Promise.allSettled(writes);
    await activeInserts(database, 2);
    await cable.cut();
    for (const outcome of await outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: lost });
    await cable.mend();
    await database.run('drop trigger dawdle on audit_log');
    expect(await store.users.hasUsers()).toBe(false);
  });

  test('because an administrator ends its sessions is survived by the very next call', async () => {
    const { database } = await given();
    const store = await database.open();
    await store.users.createUser(sampleUser('ada'), note);
    await database.run(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid != pg_backend_pid() and datname = current_database()',
    );
    await anotherTry(store);
    // The next call may be answered before the idle connection has heard of its end.
    await expect.poll(() => database.recorded.some((entry) => entry.what === 'connectionLost')).toBe(true);
  });

  test('at the start is waited for', async () => {
    const { database, cable, databaseUrl } = await given();
    await cable.cut();
    const opening = database.open({ databaseUrl, connectWithinMs: 10_000 });
    while (database.recorded.length === 0) await systemClock.sleep(5);
    await cable.mend();
    expect(await (await opening).checkWritable()).toEqual({ ok: true });
    expect(database.recorded[0]).toMatchObject({
      what: 'waitingForDatabase',
      details: { reason: expect.stringContaining('reached') },
    });
  });

  test('at the start, for too long, is refused with its place and without the password', async () => {
    const { database, cable, databaseUrl } = await given();
    await cable.cut();
    const url = new URL(databaseUrl);
    url.password = 'open-sesame';
    const refusal: Error = await database.open({ databaseUrl: url.href, connectWithinMs: 0 }).catch((error) => error);
    expect(refusal).toMatchObject(lost);
    expect(refusal.message).toContain(`127.0.0.1:${cable.port}`);
    expect(JSON.stringify([refusal.message, refusal.stack, database.recorded])).not.toContain('sesame');
  });

  test('that does not know the database refuses the start at once', async () => {
    const { database } = await given();
    const url = new URL(database.databaseUrl ?? '');
    url.pathname = '/no_such_database';
    await expect(database.open({ databaseUrl: url.href, connectWithinMs: 60_000 })).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('no database of this name'),
    });
  });

  /** The first call may still meet the ended session; no later one does. */
  async function anotherTry(store: Store): Promise<void> {
    await store.users.hasUsers().catch(() => {});
    expect(await store.users.hasUsers()).toBe(true);
  }

  async function activeInserts(database: TestDatabase, count: number): Promise<void> {
    for (let asked = 0; asked < 200; asked += 1) {
      const [row] = await database.run(
        `select count(*)::int as running from pg_stat_activity where state = 'active' and query like 'insert into "audit_log"%'`,
      );
      if (row?.running === count) return;
    }
    throw new Error('The inserts did not begin.');
  }
});

test('what is no address of a PostgreSQL database is refused without being repeated', async () => {
  const { occurrences } = recordStore();
  const connecting = PostgresBackend.connect({
    url: 'postgres://ada:open-sesame%@db/tocsin',
    clock: systemClock,
    occurrences,
    connectWithinMs: 0,
  });
  await expect(connecting).rejects.toMatchObject({
    code: 'config_invalid',
    message: expect.not.stringContaining('open-sesame'),
  });
});

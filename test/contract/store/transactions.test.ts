import { expect, test } from 'vitest';
import { sampleNote, sampleUser } from '../../support/account-samples.ts';
import { describeDatabases } from '../../support/databases.ts';

describeDatabases('transactions', (create) => {
  test('a write that fails in its middle leaves nothing behind', async () => {
    const database = await create();
    const store = await database.open();
    await database.run('drop table audit_log');
    await expect(store.users.createUser(sampleUser('ada'), sampleNote())).rejects.toMatchObject({ code: 'internal' });
    expect(await store.users.hasUsers()).toBe(false);
  });

  test('many writers and readers at once all get their turn', async () => {
    const database = await create();
    const stores = [await database.open(), await database.open({ exclusive: false })];
    const work = stores.flatMap((store) =>
      Array.from({ length: 50 }, async () => {
        await store.audit.recordAudit(sampleNote());
        await store.audit.listAudit({ limit: 5 });
      }),
    );
    await Promise.all(work);
    expect((await stores[0]?.audit.listAudit({ limit: 500 }))?.items).toHaveLength(100);
  });

  test('a flood of calls is refused beyond a thousand, not piled up, and passes', async () => {
    const store = await (await create()).open();
    const calls = await Promise.allSettled(Array.from({ length: 1_100 }, () => store.users.hasUsers()));
    const refused = calls.filter((call) => call.status === 'rejected');
    expect(refused).toHaveLength(100);
    expect(refused[0]?.reason).toMatchObject({ code: 'too_many_requests', retryAfterSeconds: 2 });
    expect(await store.checkWritable()).toEqual({ ok: true });
    expect(await store.users.hasUsers()).toBe(false);
  });

  test('closing lets running calls finish, refuses new ones, and may be done twice', async () => {
    const store = await (await create()).open();
    const running = store.audit.recordAudit(sampleNote());
    const closing = Promise.all([store.close(), store.close()]);
    await expect(store.users.hasUsers()).rejects.toMatchObject({ code: 'store_unavailable' });
    await running;
    await closing;
    expect(await store.checkWritable()).toEqual({ ok: false, reason: 'it is closed' });
  });

  test('it describes itself without a password', async () => {
    const database = await create();
    const store = await database.open();
    const { kind, version, location, sizeBytes } = await store.describe();
    expect(kind).toBe(database.kind);
    expect(version).toMatch(/^\d+\.\d+/);
    expect(location).toMatch(kind === 'sqlite' ? /tocsin\.db$/ : /^[\w.]+:\d+\/tocsin_test_/);
    expect(sizeBytes).toBeGreaterThan(10_000);
    expect(database.recorded.map((entry) => entry.what)).toEqual(['migrated', 'opened']);
  });
});

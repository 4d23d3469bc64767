import { expect, test } from 'vitest';
import type { HousekeepingStore } from '../../../src/cluster/housekeeping.ts';
import type { Store } from '../../../src/store/store.ts';
import { sampleNote, sampleSession, sampleUser } from '../../support/account-samples.ts';
import { describeDatabases, postgresDatabases, type TestDatabase } from '../../support/databases.ts';
import { POSTGRES } from '../../support/postgres-server.ts';
import { describeWith } from '../../support/requirement.ts';

const ada = { name: 'ada', pid: 11, hostname: 'one', heartbeatTimeout: 30 };
const bob = { name: 'bob', pid: 22, hostname: 'two', heartbeatTimeout: 30 };
const everything = { before: 0, keepRows: 0, limit: 1_000 };

/** A store whose lease ada holds with the number 1, with three entries in the audit trail. */
async function given(create: () => Promise<TestDatabase>) {
  const database = await create();
  const store = await database.open();
  for (let n = 0; n < 3; n += 1) await store.audit.recordAudit(sampleNote());
  await store.lease.tryAcquire(ada);
  const housekeeping: HousekeepingStore = store.housekeeping;
  return { database, store, housekeeping };
}

describeDatabases('a background write', (create) => {
  test('is done by the holder of the lease', async () => {
    const { store, housekeeping } = await given(create);
    expect(await housekeeping.pruneAudit(1, everything)).toBe(3);
    expect((await store.audit.listAudit({ limit: 5 })).items).toEqual([]);
  });

  test('is refused with an old fencing number, and changes nothing', async () => {
    const { database, store, housekeeping } = await given(create);
    await database.run('update scheduler_lock set heartbeat_at = heartbeat_at - 31');
    await store.lease.tryAcquire(bob);
    await expect(housekeeping.pruneAudit(1, everything)).rejects.toMatchObject({ code: 'lease_lost' });
    expect((await store.audit.listAudit({ limit: 5 })).items).toHaveLength(3);
    expect(await housekeeping.pruneAudit(2, everything)).toBe(3);
  });

  test('is refused once the time to live has run out, even when nobody else has come', async () => {
    const { database, housekeeping } = await given(create);
    await database.run('update scheduler_lock set heartbeat_at = heartbeat_at - 31');
    await expect(housekeeping.pruneAudit(1, everything)).rejects.toMatchObject({ code: 'lease_lost' });
  });

  test('is refused with a heartbeat from the future, which keeps nobody else from the lease either', async () => {
    const { database, store, housekeeping } = await given(create);
    await database.run('update scheduler_lock set heartbeat_at = heartbeat_at + 3600');
    expect(await store.lease.read()).toMatchObject({ name: 'ada', isStale: true });
    await expect(housekeeping.pruneAudit(1, everything)).rejects.toMatchObject({ code: 'lease_lost' });
  });

  test('is refused after the lease was given back, and with a number that never was', async () => {
    const { store, housekeeping } = await given(create);
    await expect(housekeeping.pruneAudit(2, everything)).rejects.toMatchObject({ code: 'lease_lost' });
    await store.lease.release({ name: 'ada', fencing: 1 });
    await expect(housekeeping.pruneAudit(1, everything)).rejects.toMatchObject({ code: 'lease_lost' });
  });

  test('prunes the audit trail by number and by age, oldest first, in bounded steps', async () => {
    const { store, housekeeping } = await given(create);
    for (const at of [5_000, 6_000]) await store.audit.recordAudit(sampleNote('user_deleted', { at }));
    expect(await housekeeping.pruneAudit(1, { before: 0, keepRows: 4, limit: 10 })).toBe(1);
    expect(await housekeeping.pruneAudit(1, { before: 5_000, keepRows: 10, limit: 1 })).toBe(1);
    expect(await housekeeping.pruneAudit(1, { before: 5_000, keepRows: 10, limit: 5 })).toBe(1);
    expect((await store.audit.listAudit({ limit: 5 })).items.map((entry) => entry.at)).toEqual([6_000, 5_000]);
  });

  test('prunes the audit trail by how many entries there are, whatever ids belong to none', async () => {
    const { database, store, housekeeping } = await given(create);
    for (let n = 0; n < 7; n++) await store.audit.recordAudit(sampleNote());
    await database.run('delete from audit_log where id between 2 and 9');
    expect(await housekeeping.pruneAudit(1, { before: 0, keepRows: 2, limit: 10 })).toBe(0);
    expect(await housekeeping.pruneAudit(1, { before: 0, keepRows: 1, limit: 10 })).toBe(1);
    expect((await store.audit.listAudit({ limit: 5 })).items.map(({ id }) => id)).toEqual(['10']);
  });

  test('deletes ended sessions', async () => {
    const { store, housekeeping } = await given(create);
    const { id } = await store.users.createUser(sampleUser('ada', 'admin'), sampleNote());
    await store.sessions.createSession(sampleSession(id, 'hash'), sampleNote());
    expect(await housekeeping.deleteEndedSessions(1, { expiredBefore: 9_001, idleBefore: 0, limit: 5 })).toBe(1);
  });
});

describeWith(POSTGRES, 'a background write and a take-over at the same moment', () => {
  const create = postgresDatabases();

  test('come one after the other: a write that has begun ends before the lease changes hands', async () => {
    const { database, store } = await given(create);
    const other = await database.open();
    await database.run('create table go ()');
    await database.run(`create function dawdle() returns trigger language plpgsql as
      'begin while not exists (select from go) loop perform pg_sleep(0.01); end loop; return old; end'`);
    await database.run('create trigger dawdle before delete on audit_log for each row execute function dawdle()');
    const ended: string[] = [];
    const writing = store.housekeeping
      .pruneAudit(1, { before: 0, keepRows: 2, limit: 1 })
      .then(() => ended.push('write'));
    await seen(database, `query like 'delete from "audit_log"%'`);
    const takingOver = takeOver(other).then(() => ended.push('take-over'));
    await seen(database, `wait_event_type = 'Lock' and query like '%"scheduler_lock"%'`);
    await database.run('insert into go default values');
    await Promise.all([writing, takingOver]);
    expect(ended).toEqual(['write', 'take-over']);
    await expect(store.housekeeping.pruneAudit(1, everything)).rejects.toMatchObject({ code: 'lease_lost' });
  });

  const takeOver = async (store: Store) => {
    await store.lease.expire();
    expect(await store.lease.tryAcquire(bob)).toMatchObject({ outcome: 'acquired' });
  };

  /** Waits until a session of the server does this. */
  const seen = async (database: TestDatabase, doing: string) => {
    const query = `select from pg_stat_activity where state = 'active' and pid != pg_backend_pid() and ${doing}`;
    for (let asked = 0; asked < 500; asked += 1) if ((await database.run(query)).length > 0) return;
    throw new Error(`No session was seen with ${doing}.`);
  };
});

import { expect, test } from 'vitest';
import { describeDatabases } from '../../support/databases.ts';

describeDatabases('the lives of containers', (create) => {
  test('are forgotten a while after anybody read their engine, in steps, by whoever has the lease', async () => {
    const database = await create();
    const { watching, lease, housekeeping } = await database.open();
    const ada = { name: 'ada', pid: 11, hostname: 'one', heartbeatTimeout: 60 };
    await lease.tryAcquire(ada);
    const [there, away] = ['docker:there', 'docker:away'];
    for (const source of [there, away]) await (await watching.leaseOf(source)).tryAcquire(ada);
    const ledger = watching.ledger({ fencingOf: () => 1, writeEffects: async () => {} });
    const lifeOf = (source: string) => ({
      ...{ source, position: '1', effects: [], floods: [] },
      origins: new Map(['a', 'b', 'c'].map((name) => [`${source}/${name}`, { course: 'ran', flood: undefined }])),
    });
    await ledger.commit({ origins: [], memories: [], lives: [lifeOf(there), lifeOf(away)] });
    const heard = async (source: string) => (await ledger.load(source)).lives?.origins.size;
    const forget = () => housekeeping.forgetLives(1, { unreadForSeconds: 100, limit: 2 });

    const last = 'select max(id) from scheduler_lock';
    await database.run(`update scheduler_lock set heartbeat_at = heartbeat_at - 90 where id = (${last})`);
    expect(await forget()).toBe(0);
    await database.run(`update scheduler_lock set heartbeat_at = heartbeat_at - 90 where id = (${last})`);
    await expect(housekeeping.forgetLives(2, { unreadForSeconds: 100, limit: 2 })).rejects.toMatchObject({
      code: 'lease_lost',
    });
    expect([await forget(), await forget(), await forget()]).toEqual([2, 1, 0]);
    expect([await heard(there), await heard(away)]).toEqual([3, 0]);
  });
});

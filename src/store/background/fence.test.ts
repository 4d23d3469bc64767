import { expect, onTestFinished, test } from 'vitest';
import { postgresDatabases } from '../../../test/support/databases.ts';
import { POSTGRES } from '../../../test/support/postgres-server.ts';
import { recordStore } from '../../../test/support/recorded-occurrences.ts';
import { describeWith } from '../../../test/support/requirement.ts';
import { systemClock } from '../../core/clock.ts';
import { Database } from '../door/database.ts';
import { PostgresBackend } from '../postgres/postgres-backend.ts';
import { writeFenced } from './fence.ts';

const ada = { name: 'ada', pid: 11, hostname: 'one', heartbeatTimeout: 0.5 };
const bob = { name: 'bob', pid: 22, hostname: 'two', heartbeatTimeout: 30 };

describeWith(POSTGRES, 'a holder that stands still in the middle of a background write', () => {
  const create = postgresDatabases();

  test('keeps nobody out for longer than its time to live, and its write is undone', async () => {
    const testDatabase = await create();
    const store = await testDatabase.open();
    const { occurrences } = recordStore();
    const options = { clock: systemClock, occurrences };
    const url = testDatabase.databaseUrl ?? '';
    const database = new Database({
      backend: await PostgresBackend.connect({ ...options, url, connectWithinMs: 5_000 }),
      ...options,
    });
    onTestFinished(() => database.close());
    await store.lease.tryAcquire(ada);
    const still = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const writing = writeFenced(database, 1, async (trx) => {
      await trx.insertInto('settings').values({ name: 'write_probe', value: 'half' }).execute();
      begun.resolve();
      await still.promise;
      await trx.insertInto('settings').values({ name: 'migrated_by', value: 'other half' }).execute();
    });
    const ended = expect(writing).rejects.toMatchObject({ code: 'store_unavailable' });
    await begun.promise;
    await store.lease.expire();
    expect(await store.lease.tryAcquire(bob)).toMatchObject({ outcome: 'acquired', fencing: 2 });
    still.resolve();
    await ended;
    expect(await testDatabase.run("select * from settings where value = 'half'")).toEqual([]);
  });
});

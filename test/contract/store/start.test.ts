import { expect, test } from 'vitest';
import { sampleNote, sampleUser } from '../../support/account-samples.ts';
import { describeDatabases } from '../../support/databases.ts';

describeDatabases('the start of the store', (create) => {
  test('makes the tables once, and finds them at the next start', async () => {
    const database = await create();
    const first = await database.open({ version: '1.2.3' });
    await first.users.createUser(sampleUser('ada'), sampleNote());
    await first.close();
    const second = await database.open({ version: '1.3.0' });
    expect(await second.users.findCredentials('ada')).toBeDefined();
    expect(database.recorded.map((entry) => entry.what)).toEqual(['migrated', 'opened', 'opened']);
    expect(await database.run("select value from settings where name = 'migrated_by'")).toMatchObject([
      { value: '1.2.3' },
    ]);
  });

  test('several that start at the same moment make the tables once', async () => {
    const database = await create();
    const exclusive = database.kind === 'postgres';
    // On SQLite only programs beside the server can start together; the lock is theirs one after the other.
    const starts = await Promise.allSettled(Array.from({ length: 4 }, () => database.open({ exclusive })));
    const opened = starts.filter((start) => start.status === 'fulfilled');
    expect(opened.length).toBeGreaterThanOrEqual(1);
    if (exclusive) expect(opened).toHaveLength(4);
    expect(database.recorded.filter((entry) => entry.what === 'migrated')).toHaveLength(1);
    const taken = await database.run('select name from kysely_migration order by name');
    expect(taken.map((row) => row.name)).toEqual([
      '0001_accounts',
      '0002_scheduler_lock',
      '0003_watching',
      '0004_source_verdict',
      '0005_rules',
      '0006_flood',
      '0007_events',
      '0008_event_text',
      '0009_lives',
      '0010_deliveries',
      '0011_event_counts',
      '0012_event_hours',
      '0013_event_lanes',
      '0014_delivery_lanes',
      '0015_waits',
      '0016_failing_time',
      '0017_rule_field',
    ]);
  });

  test('refuses a database that a newer version has changed, names it, and touches nothing', async () => {
    const database = await create();
    await (await database.open({ version: '9.8.7' })).close();
    await database.run("insert into kysely_migration values ('0777_future', '2030-01-01T00:00:00.000Z')");
    const before = await database.run('select * from kysely_migration order by name');
    for (const exclusive of [true, false]) {
      const refusal = await database.open({ version: '1.0.0', exclusive }).catch((error) => error);
      expect(refusal).toMatchObject({ code: 'store_too_new' });
      expect(refusal.message).toMatch(/Tocsin 9\.8\.7.*newer.*1\.0\.0.*0777_future.*Start Tocsin 9\.8\.7/);
    }
    expect(await database.run('select * from kysely_migration order by name')).toEqual(before);
  });

  test('a step that fails leaves the database as it was, and the reason is told', async () => {
    const database = await create();
    await (await database.open()).close();
    await database.run('delete from kysely_migration');
    await database.run('drop table audit_log');
    await expect(database.open()).rejects.toThrow(/users.*already exists/);
    expect(await database.run('select * from kysely_migration')).toEqual([]);
    await expect(database.run('select * from audit_log')).rejects.toThrow();
  });
});

import { expect, test } from 'vitest';
import { describeDatabases } from '../../support/databases.ts';
import { undoSteps } from '../../support/earlier-store.ts';
import { sampleEvent } from '../../support/event-samples.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const HOUR = 3_600_000;
const NONE = { info: 0, warn: 0, error: 0, critical: 0 };

describeDatabases('the events of a workload', (create) => {
  async function given() {
    const [database, clock] = [await create(), new ManualClock(1_000 * HOUR)];
    const store = await database.open({ clock });
    await store.lease.tryAcquire({ name: 'ada', pid: 11, hostname: 'one', heartbeatTimeout: 600 });
    return { database, clock, store };
  }

  test('are counted by severity for a day, each once, those of no workload in none', async () => {
    const { clock, store } = await given();
    await store.events.append([
      ...['a', 'b'].map((key) => sampleEvent(key, { severity: 'error', ruleId: key })),
      sampleEvent('c', { severity: 'info' }),
      sampleEvent('d', { workloadId: 'db' }),
      sampleEvent('e', { workloadId: null }),
    ]);
    await store.events.append([sampleEvent('a', { severity: 'error' }), sampleEvent('f', { severity: 'critical' })]);
    expect(await store.events.countLastDay(['web', 'db', 'none'])).toEqual(
      new Map([
        ['web', { ...NONE, error: 2, info: 1, critical: 1 }],
        ['db', { ...NONE, error: 1 }],
      ]),
    );
    expect(await store.events.countLastDay([])).toEqual(new Map());
    await clock.advance(24 * HOUR);
    await store.events.append([sampleEvent('g', { severity: 'warn' })]);
    expect((await store.events.countLastDay(['web'])).get('web')).toEqual({ info: 1, warn: 1, error: 2, critical: 1 });
    await clock.advance(HOUR);
    expect(await store.events.countLastDay(['web', 'db'])).toEqual(new Map([['web', { ...NONE, warn: 1 }]]));
  });

  test('stay counted by the hour until a day is over, and then go in steps, by whoever has the lease', async () => {
    const { database, clock, store } = await given();
    const hours = async () =>
      (await database.run('select hour from event_hours order by hour')).map(({ hour }) => hour);
    for (const name of ['a', 'b', 'c']) {
      await store.events.append(['web', 'db'].map((workloadId) => sampleEvent(name + workloadId, { workloadId })));
      await clock.advance(HOUR);
    }
    const old = { before: clock.now() - 2 * HOUR, limit: 1 };
    await expect(store.housekeeping.forgetEventHours(2, old)).rejects.toMatchObject({ code: 'lease_lost' });
    const forget = () => store.housekeeping.forgetEventHours(1, old);
    expect([await forget(), await forget(), await forget()]).toEqual([1, 1, 0]);
    expect((await hours()).map(Number)).toEqual([1_001, 1_001, 1_002, 1_002]);
  });

  test('are counted also where they were stored before anybody counted', async () => {
    const { database, clock, store } = await given();
    await store.events.append([sampleEvent('a'), sampleEvent('b'), sampleEvent('c', { workloadId: null })]);
    await store.close();
    await undoSteps(database, '0012_event_hours');
    const { events } = await database.open({ clock });
    await events.append([sampleEvent('d', { severity: 'info' })]);
    expect((await events.countLastDay(['web'])).get('web')).toEqual({ ...NONE, error: 2, info: 1 });
  });
});

import { expect, test } from 'vitest';
import { describeDatabases } from '../../support/databases.ts';
import { sampleEvent } from '../../support/event-samples.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const HOUR = 3_600_000;

describeDatabases('old events', (create) => {
  async function given() {
    const [database, clock] = [await create(), new ManualClock(100 * HOUR)];
    const store = await database.open({ clock });
    await store.lease.tryAcquire({ name: 'ada', pid: 11, hostname: 'one', heartbeatTimeout: 600 });
    for (const name of ['a', 'b', 'c', 'd']) {
      await store.events.append([1, 2, 3].map((n) => sampleEvent(`${name}${n}`, { ruleId: name })));
      await clock.advance(HOUR);
    }
    const left = async () =>
      (await store.events.listEvents({}, { limit: 99 })).items.map(({ message }) => message.slice(-2));
    const count = async (table: string) => Number((await database.run(`select count(*) as n from ${table}`))[0]?.n);
    return { store, left, count };
  }

  test('go by their age, the oldest first, in steps no larger than was asked, and with them what only they had', async () => {
    const { store, left, count } = await given();
    const bound = { before: 102 * HOUR, keepRows: 1_000, limit: 4 };
    expect(await store.housekeeping.pruneEvents(1, bound)).toBe(4);
    expect(await left()).toEqual(['d3', 'd2', 'd1', 'c3', 'c2', 'c1', 'b3', 'b2']);
    expect(await count('event_series')).toBe(3);
    expect([await store.housekeeping.pruneEvents(1, bound), await store.housekeeping.pruneEvents(1, bound)]).toEqual([
      2, 0,
    ]);
    expect(await left()).toEqual(['d3', 'd2', 'd1', 'c3', 'c2', 'c1']);
    expect([await count('event_series'), await count('event_minutes')]).toEqual([2, 2]);
    expect((await store.events.listEvents({ ruleId: 'd', severities: ['error'] }, { limit: 9 })).items).toHaveLength(3);
  });

  test('go by their number', async () => {
    const { store, left } = await given();
    const bound = { before: 0, keepRows: 4, limit: 5 };
    expect(await store.housekeeping.pruneEvents(1, bound)).toBe(5);
    expect([await store.housekeeping.pruneEvents(1, bound), await store.housekeeping.pruneEvents(1, bound)]).toEqual([
      3, 0,
    ]);
    expect(await left()).toEqual(['d3', 'd2', 'd1', 'c3']);
  });

  test('stay when whoever deletes them has lost the lease', async () => {
    const { store, count } = await given();
    const everything = { before: 999 * HOUR, keepRows: 0, limit: 99 };
    await expect(store.housekeeping.pruneEvents(2, everything)).rejects.toMatchObject({ code: 'lease_lost' });
    expect(await count('event_log')).toBe(12);
  });
});

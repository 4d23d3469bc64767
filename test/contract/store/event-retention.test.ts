import { expect, test } from 'vitest';
import { describeDatabases } from '../../support/databases.ts';
import { undoSteps } from '../../support/earlier-store.ts';
import { sampleEvent } from '../../support/event-samples.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const HOUR = 3_600_000;
/** No database takes it, so that whatever is stored with it is not. */
const SPOILT = sampleEvent('x2', { severity: null as never });

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
    return { store, left, count, database };
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

  test('go by their number as well in a step in which some go by their age', async () => {
    const { store, left } = await given();
    expect(await store.housekeeping.pruneEvents(1, { before: 101 * HOUR, keepRows: 4, limit: 99 })).toBe(8);
    expect(await left()).toEqual(['d3', 'd2', 'd1', 'c3']);
  });

  test('go by how many there are, whatever ids were used up by others', async () => {
    const { store, left, count } = await given();
    for (let again = 0; again < 20; again++) await store.events.append([sampleEvent('a1'), sampleEvent('d3')]);
    await expect(store.events.append([sampleEvent('x1'), SPOILT])).rejects.toThrow();
    await store.events.append([sampleEvent('e1'), sampleEvent('a1'), sampleEvent('e2')]);
    const bound = { before: 0, keepRows: 11, limit: 2 };
    const prune = () => store.housekeeping.pruneEvents(1, bound);
    expect([await prune(), await prune(), await prune()]).toEqual([2, 1, 0]);
    expect(await left()).toEqual(['e2', 'e1', 'd3', 'd2', 'd1', 'c3', 'c2', 'c1', 'b3', 'b2', 'b1']);
    expect(await store.housekeeping.pruneEvents(1, { ...bound, before: 102 * HOUR, limit: 99 })).toBe(3);
    await store.events.append([sampleEvent('f1'), sampleEvent('f2'), sampleEvent('f3')]);
    expect([await prune(), await count('event_log')]).toEqual([0, 11]);
    expect(await store.housekeeping.pruneEvents(1, { ...bound, keepRows: 0, limit: 99 })).toBe(11);
    expect(await count('event_counts')).toBe(0);
  });

  test('go by the order in which they were stored, also when the clock went back', async () => {
    const { store, left, database } = await given();
    const late = await database.open({ clock: new ManualClock(HOUR), exclusive: false });
    await late.events.append([sampleEvent('e1'), sampleEvent('e2')]);
    expect(await store.housekeeping.pruneEvents(1, { before: 0, keepRows: 4, limit: 99 })).toBe(10);
    expect(await left()).toEqual(['d3', 'd2', 'e2', 'e1']);
  });

  test('go by their number when they were stored before anybody counted', async () => {
    const { store, database } = await given();
    await store.close();
    await undoSteps(database, '0011_event_counts');
    const { housekeeping, events, lease } = await database.open({ clock: new ManualClock(104 * HOUR) });
    await lease.tryAcquire({ name: 'ada', pid: 11, hostname: 'one', heartbeatTimeout: 600 });
    await events.append([sampleEvent('e1')]);
    expect(await housekeeping.pruneEvents(2, { before: 0, keepRows: 4, limit: 99 })).toBe(9);
    expect((await events.listEvents({}, { limit: 99 })).items).toHaveLength(4);
  });

  test('take their source with them when they were its last', async () => {
    const { store } = await given();
    await store.events.append([sampleEvent('e1', { source: 'other' })]);
    await store.housekeeping.pruneEvents(1, { before: 0, keepRows: 2, limit: 99 });
    expect([...(await store.events.listSources())].sort()).toEqual(['logscan', 'other']);
    await store.housekeeping.pruneEvents(1, { before: 0, keepRows: 1, limit: 99 });
    expect(await store.events.listSources()).toEqual(['other']);
    await store.events.append([sampleEvent('f1')]);
    const { items } = await store.events.listEvents({ sources: ['logscan'] }, { limit: 9 });
    expect(items.map(({ message }) => message.slice(-2))).toEqual(['f1']);
  });

  test('stay when whoever deletes them has lost the lease', async () => {
    const { store, count } = await given();
    const everything = { before: 999 * HOUR, keepRows: 0, limit: 99 };
    await expect(store.housekeeping.pruneEvents(2, everything)).rejects.toMatchObject({ code: 'lease_lost' });
    expect(await count('event_log')).toBe(12);
  });
});

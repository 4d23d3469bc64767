import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventFilter, MinuteSpan } from '../../../src/core/events/event-query.ts';
import type { NewEvent } from '../../../src/core/events/new-event.ts';
import type { StoredEvent } from '../../../src/core/events/stored-event.ts';
import { SEVERITIES } from '../../../src/core/severity.ts';
import type { EventReader } from '../../../src/events/event-reader.ts';
import { describeDatabases } from '../../support/databases.ts';
import { sampleEvent } from '../../support/event-samples.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const START = 10 * 60_000;
const WORKLOADS = ['web', 'db', null] as const;
const RULES = ['1', '2', 'yaml-3', null] as const;
const SOURCES = ['logscan', 'docker', 'deploy'] as const;

/** What is asked of an event, said once more in the plainest way. */
function fits(event: StoredEvent, { severities, sources, workloadId, ruleId, from, to }: EventFilter): boolean {
  return (
    (severities === undefined || severities.includes(event.severity)) &&
    (sources === undefined || sources.includes(event.source)) &&
    (workloadId === undefined || event.workloadId === workloadId) &&
    (ruleId === undefined || event.ruleId === ruleId) &&
    (from === undefined || event.createdAt >= from) &&
    (to === undefined || event.createdAt < to)
  );
}

async function everyPage(reader: EventReader, filter: EventFilter, limit: number): Promise<readonly StoredEvent[]> {
  const read: StoredEvent[] = [];
  let cursor: string | null | undefined;
  for (let pages = 0; cursor !== null && pages < 1_000; pages++) {
    const page = await reader.listEvents(filter, { limit, cursor });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    read.push(...page.items);
    cursor = page.nextCursor;
  }
  return read;
}

/** How much later than the ones before each part of the events is stored; the clock goes back once on the way. */
const LEAPS = [0, 60_000, 60_000, -90_000, 1, 61_000] as const;
/** The moments at which events are stored, and those beside them. */
const EDGES = LEAPS.map((_, at) => LEAPS.slice(0, at + 1).reduce<number>((sum, leap) => sum + leap, START)).flatMap(
  (moment) => [moment - 1, moment, moment + 1],
);

const arbitraryFilter: fc.Arbitrary<EventFilter> = fc.record(
  {
    severities: fc.uniqueArray(fc.constantFrom(...SEVERITIES), { minLength: 1 }),
    sources: fc.uniqueArray(fc.constantFrom(...SOURCES, 'none'), { minLength: 1 }),
    workloadId: fc.constantFrom('web', 'db', 'none'),
    ruleId: fc.constantFrom('1', '2', 'yaml-3', 'none'),
    from: fc.constantFrom(...EDGES),
    to: fc.constantFrom(...EDGES),
  },
  { requiredKeys: [] },
);

function manyEvents(count: number): readonly NewEvent[] {
  return Array.from({ length: count }, (_, n) =>
    sampleEvent(`k${n}`, {
      severity: SEVERITIES[n % 4] ?? 'info',
      source: SOURCES[(n >> 1) % 3] ?? 'logscan',
      workloadId: WORKLOADS[(n >> 2) % 3] ?? null,
      ruleId: RULES[(n * 7) % 4] ?? null,
    }),
  );
}

describeDatabases('pages of events', (create) => {
  test('hold what fits every filter, each once, the newest first, however small they are', async () => {
    const clock = new ManualClock(START);
    const store = await (await create()).open({ clock });
    const stored: StoredEvent[] = [];
    for (const [at, leap] of LEAPS.entries()) {
      if (leap < 0) clock.jump(leap);
      else await clock.advance(leap);
      stored.push(...(await store.events.append(manyEvents(240).slice(at * 40, at * 40 + 40))));
    }
    const newestFirst = stored.toSorted((a, b) => b.createdAt - a.createdAt || Number(b.id) - Number(a.id));
    await fc.assert(
      fc.asyncProperty(arbitraryFilter, fc.integer({ min: 1, max: 60 }), async (filter, limit) => {
        const expected = newestFirst.filter((event) => fits(event, filter));
        const read = await everyPage(store.events, filter, limit);
        expect(read.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
        expect(read).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  test('go on where they ended, whatever comes meanwhile', async () => {
    const store = await (await create()).open({ clock: new ManualClock(START) });
    await store.events.append(manyEvents(6));
    const first = await store.events.listEvents({}, { limit: 4 });
    await store.events.append([sampleEvent('new')]);
    const rest = await store.events.listEvents({}, { limit: 4, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...rest.items].map(({ message }) => message)).toEqual(
      [5, 4, 3, 2, 1, 0].map((n) => `message of k${n}`),
    );
    expect(rest.nextCursor).toBeNull();
  });

  test('are found also where a workload has many kinds of events', async () => {
    const store = await (await create()).open({ clock: new ManualClock(START) });
    const kinds = Array.from({ length: 230 }, (_, n) => sampleEvent(`k${n}`, { ruleId: `rule ${n}` }));
    await store.events.append(kinds);
    const read = await everyPage(store.events, { workloadId: 'web' }, 99);
    expect(read.map(({ ruleId }) => ruleId)).toEqual(kinds.map(({ ruleId }) => ruleId).reverse());
  });

  test('a cursor that is none is refused', async () => {
    const store = await (await create()).open();
    const odd = (text: string) => Buffer.from(text).toString('base64url');
    for (const cursor of ['', 'nonsense', odd('audit:7'), odd('events:1'), odd('events:1:2:3'), odd('events:1e3:2')])
      await expect(store.events.listEvents({}, { limit: 1, cursor })).rejects.toMatchObject({
        code: 'bad_request',
      });
  });

  test('are counted by the minute and the severity without reading an event', async () => {
    const clock = new ManualClock(START);
    const store = await (await create()).open({ clock });
    const append = (key: string, severity: 'warn' | 'error') => store.events.append([sampleEvent(key, { severity })]);
    await append('a', 'warn');
    await append('b', 'error');
    await append('b', 'error');
    await clock.advance(60_000);
    await append('c', 'error');
    await clock.advance(120_000);
    await append('d', 'warn');
    const counted = async (span: MinuteSpan, filter: EventFilter = {}) =>
      (await store.events.countEvents({ span, filter })).steps;
    const none = { info: 0, warn: 0, error: 0, critical: 0 };
    expect(await counted({ from: START, to: START + 240_000, step: 1 })).toEqual([
      { at: START, counts: { ...none, warn: 1, error: 1 } },
      { at: START + 60_000, counts: { ...none, error: 1 } },
      { at: START + 180_000, counts: { ...none, warn: 1 } },
    ]);
    expect(await counted({ from: START, to: START + 240_000, step: 2 })).toEqual([
      { at: START, counts: { ...none, warn: 1, error: 2 } },
      { at: START + 120_000, counts: { ...none, warn: 1 } },
    ]);
    expect(await counted({ from: START, to: START + 240_000, step: 2 }, { severities: ['warn', 'info'] })).toEqual([
      { at: START, counts: { ...none, warn: 1 } },
      { at: START + 120_000, counts: { ...none, warn: 1 } },
    ]);
    expect(await counted({ from: START + 59_999, to: START + 60_000, step: 1 })).toHaveLength(1);
    expect(await counted({ from: START + 59_999, to: START + 60_001, step: 1 })).toHaveLength(2);
  });
});

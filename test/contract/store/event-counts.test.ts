import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Clock } from '../../../src/core/clock.ts';
import type { EventFilter, EventMinute, MinuteSpan } from '../../../src/core/events/event-query.ts';
import { noSeverityCounts } from '../../../src/core/events/severity-counts.ts';
import type { StoredEvent } from '../../../src/core/events/stored-event.ts';
import { SEVERITIES } from '../../../src/core/severity.ts';
import type { EventReader } from '../../../src/events/event-reader.ts';
import { describeDatabases } from '../../support/databases.ts';
import { sampleEvent } from '../../support/event-samples.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const MINUTE = 60_000;
const START = 100 * MINUTE;
const SOURCES = ['logscan', 'docker', 'deploy'] as const;
const WORKLOADS = ['web', 'db', null] as const;
const RULES = ['1', '2', null] as const;
const WORDS = ['disk full', 'disk well', 'fan stopped'] as const;

const manyEvents = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => from + at).map((n) =>
    sampleEvent(`k${n}`, {
      message: `${WORDS[n % 3]} ${n}`,
      severity: SEVERITIES[n % 4] ?? 'info',
      source: SOURCES[(n >> 1) % 3] ?? 'logscan',
      workloadId: WORKLOADS[(n >> 2) % 3] ?? null,
      ruleId: RULES[(n * 7) % 3] ?? null,
    }),
  );

/** What is asked of an event, said once more in the plainest way. */
function fits(event: StoredEvent, { severities, sources, workloadId, ruleId, text }: EventFilter): boolean {
  return (
    (severities === undefined || severities.includes(event.severity)) &&
    (sources === undefined || sources.includes(event.source)) &&
    (workloadId === undefined || event.workloadId === workloadId) &&
    (ruleId === undefined || event.ruleId === ruleId) &&
    (text === undefined || event.message.split(' ').some((word) => word.startsWith(text)))
  );
}

/** One after the other, in the plainest way. */
function countOf(events: readonly StoredEvent[], { from, to, step }: MinuteSpan): readonly EventMinute[] {
  const steps = new Map<number, ReturnType<typeof noSeverityCounts>>();
  for (const { createdAt, severity } of events) {
    const minute = Math.floor(createdAt / MINUTE);
    if (minute < Math.floor(from / MINUTE) || minute >= Math.ceil(to / MINUTE)) continue;
    const at = Math.floor(minute / step) * step * MINUTE;
    const counts = steps.get(at) ?? noSeverityCounts();
    counts[severity] += 1;
    steps.set(at, counts);
  }
  return [...steps].toSorted(([a], [b]) => a - b).map(([at, counts]) => ({ at, counts }));
}

/** All parts of a count, added up. */
async function everyPart(reader: EventReader, filter: EventFilter, span: MinuteSpan) {
  const sums = new Map<number, ReturnType<typeof noSeverityCounts>>();
  const countedTo: number[] = [];
  let cursor: string | null | undefined;
  for (let parts = 0; cursor !== null && parts < 2_000; parts++) {
    const count = await reader.countEvents({ filter, span, ...(cursor === undefined ? {} : { cursor }) });
    for (const { at, counts } of count.steps) {
      const sum = sums.get(at) ?? noSeverityCounts();
      for (const severity of SEVERITIES) sum[severity] += counts[severity];
      sums.set(at, sum);
    }
    expect(count.countedTo === undefined).toBe(count.nextCursor === null);
    if (count.countedTo !== undefined) countedTo.push(count.countedTo);
    cursor = count.nextCursor;
  }
  const steps = [...sums].toSorted(([a], [b]) => a - b).map(([at, counts]) => ({ at, counts }));
  return { steps, countedTo };
}

/** Whose time is always up: each look at it is a second later. */
function hurriedClock(clock: ManualClock): Clock {
  let looks = 0;
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic() + 1_000 * looks++,
    sleep: (milliseconds, signal) => clock.sleep(milliseconds, signal),
  };
}

const LEAPS = [0, MINUTE - 1, 1, 30_000, -90_000, 1, 3 * MINUTE, 70 * MINUTE] as const;

const arbitraryFilter: fc.Arbitrary<EventFilter> = fc.record(
  {
    severities: fc.uniqueArray(fc.constantFrom(...SEVERITIES), { minLength: 1 }),
    sources: fc.uniqueArray(fc.constantFrom(...SOURCES, 'none'), { minLength: 1 }),
    workloadId: fc.constantFrom('web', 'db', 'none'),
    ruleId: fc.constantFrom('1', '2', 'none'),
    text: fc.constantFrom('disk', 'di', 'fan', 'nothing'),
  },
  { requiredKeys: [] },
);
const moment = fc.oneof(
  fc.integer({ min: START - 5 * MINUTE, max: START + 90 * MINUTE }),
  fc.constantFrom(START, START + MINUTE, START + 2 * MINUTE, START + 80 * MINUTE),
);
const arbitrarySpan: fc.Arbitrary<MinuteSpan> = fc
  .tuple(moment, moment, fc.constantFrom(1, 2, 30))
  .map(([a, b, step]) => ({ from: Math.min(a, b), to: Math.max(a, b), step }));

describeDatabases('counts of events', (create) => {
  test.each(['time', 'no time'])('are those of every filter and span, part by part, with %s', async (given) => {
    const clock = new ManualClock(START);
    const store = await (await create()).open({ clock: given === 'time' ? clock : hurriedClock(clock) });
    const stored: StoredEvent[] = [];
    for (const [at, leap] of LEAPS.entries()) {
      if (leap < 0) clock.jump(leap);
      else await clock.advance(leap);
      stored.push(...(await store.events.append(manyEvents(at * 40, 40))));
    }
    await fc.assert(
      fc.asyncProperty(arbitraryFilter, arbitrarySpan, async (filter, span) => {
        const expected = countOf(
          stored.filter((event) => fits(event, filter)),
          span,
        );
        expect((await everyPart(store.events, filter, span)).steps).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  test('of more than one look may take are whole, however many there are at one moment', async () => {
    const clock = new ManualClock(START);
    const store = await (await create()).open({ clock });
    const stored: StoredEvent[] = [];
    for (let part = 0; part < 6; part++) {
      await clock.advance(part % 2);
      stored.push(...(await store.events.append(manyEvents(part * 2_500, 2_500))));
    }
    const span = { from: START, to: START + MINUTE, step: 1 };
    const filter = { sources: ['logscan', 'docker'] };
    const { steps } = await everyPart(store.events, filter, span);
    expect(steps).toEqual(
      countOf(
        stored.filter((event) => fits(event, filter)),
        span,
      ),
    );
  });

  test('end when time is up, say how far back they came, and go on there', async () => {
    const clock = new ManualClock(START);
    const store = await (await create()).open({ clock: hurriedClock(clock) });
    // At the very end of what the second part counts.
    await clock.advance(10 * MINUTE - 1);
    const stored = [...(await store.events.append(manyEvents(0, 12)))];
    await clock.advance(1);
    stored.push(...(await store.events.append(manyEvents(12, 12))));
    const span = { from: START, to: START + 11 * MINUTE, step: 1 };
    const filter = { workloadId: 'web' };
    const first = await store.events.countEvents({ filter, span });
    expect(first.steps.map(({ at }) => at)).toEqual([START + 10 * MINUTE]);
    expect(first.countedTo).toBeLessThanOrEqual(START + 10 * MINUTE);
    expect(first.countedTo).toBeGreaterThan(START);
    const { steps, countedTo } = await everyPart(store.events, filter, span);
    expect(steps).toEqual(
      countOf(
        stored.filter((event) => fits(event, filter)),
        span,
      ),
    );
    expect(countedTo).toEqual(countedTo.toSorted((a, b) => b - a));
  });

  test('that need no second part refuse to go on, as they do with what is no cursor', async () => {
    const store = await (await create()).open({ clock: new ManualClock(START) });
    const span = { from: START, to: START + MINUTE, step: 1 };
    const cursor = Buffer.from('events:5:0').toString('base64url');
    for (const asked of [
      { filter: {}, cursor },
      { filter: { workloadId: 'web' }, cursor: 'none' },
      { filter: { text: 'disk' }, cursor },
    ])
      await expect(store.events.countEvents({ ...asked, span })).rejects.toMatchObject({ code: 'bad_request' });
  });
});

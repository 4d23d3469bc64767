import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OriginFlood } from '../../../src/rules/flood/origin-flood.ts';
import { eventsAtOnce, floodOutcome } from './flood-outcome.ts';

const AT_ONCE = 'Written at once to one log:';

test.each([
  [0, {}, `${AT_ONCE} no event (the first hit, then quiet for 5 min)`],
  [3, {}, `${AT_ONCE} 1 event (the first hit, then quiet for 5 min)`],
  [3, { cooldown_seconds: 0 }, `${AT_ONCE} 3 events (every hit)`],
  [
    3,
    { threshold_count: 5, threshold_window_seconds: 60 },
    `${AT_ONCE} no event (5 within 1 min, then quiet for 5 min)`,
  ],
  [
    11,
    { cooldown_seconds: 0, threshold_count: 5, threshold_window_seconds: 60 },
    `${AT_ONCE} 2 events (5 within 1 min, every time)`,
  ],
  [3, { threshold_count: 5, threshold_window_seconds: null }, undefined],
  [3, { threshold_window_seconds: 60 }, undefined],
  [3, { threshold_count: 0, threshold_window_seconds: 60 }, undefined],
  [3, { cooldown_seconds: -1 }, undefined],
])('of %i hits with %j it is said: %s', (hits, flood, words) => {
  expect(floodOutcome(hits, flood)).toBe(words);
});

test('as many events come of hits at one moment as flood control lets through', () => {
  const threshold = fc.record({
    count: fc.integer({ min: 1, max: 20 }),
    windowSeconds: fc.integer({ min: 1, max: 90 }),
  });
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 200 }),
      fc.nat({ max: 600 }),
      fc.option(threshold, { nil: undefined }),
      (hits, cooldownSeconds, wanted) => {
        const flood = new OriginFlood({ perMinute: 0, burst: 0 });
        const rule = { id: '1', cooldownSeconds, threshold: wanted, mutes: [] };
        const decisions = Array.from({ length: hits }, (_, at) => {
          flood.begin(1_700_000_000, 0);
          return flood.decide(rule, () => `event ${at}`).decision;
        });
        const admitted = decisions.filter((decision) => decision === 'admitted').length;
        expect(eventsAtOnce(hits, { cooldown: cooldownSeconds, needed: wanted?.count ?? 1 })).toBe(admitted);
      },
    ),
    { numRuns: 200 },
  );
});

import { expect, test } from 'vitest';
import { at, NEW_YEAR } from '../../../../test/support/line-batch.ts';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { sampleOrigin } from '../../../../test/support/origin-samples.ts';
import { wholeMillisecondsOf } from '../../../core/lines/stamp.ts';
import { Coverage } from '../../../tail/coverage/coverage.ts';
import { shownCatchUp, shownCoverage } from './coverage-sum.ts';

const START = wholeMillisecondsOf(NEW_YEAR);
const caughtUp = { from: undefined, lines: 0, events: 0, lastEventAt: undefined, gaps: 0, left: 0 };

test('what was made up for is counted over all engines, from the newest line that was judged before', () => {
  const all = [
    { ...caughtUp, from: at(-252_000), lines: 1_900, events: 2, lastEventAt: START + 5, left: 1 },
    { ...caughtUp, from: at(-900_000), lines: 4, events: 1, lastEventAt: START + 2, gaps: 1 },
    caughtUp,
  ];
  expect(shownCatchUp(all, START)).toEqual({
    from: new Date(START - 252_000).toISOString(),
    to: new Date(START).toISOString(),
    ...{ lines: 1_904, late_events: 3, gaps: 1, containers_behind: 1 },
    late_events_until: new Date(START + 10_005).toISOString(),
  });
});

test('where nothing is known from before there is nothing to make up for', () => {
  expect(shownCatchUp([caughtUp, caughtUp], START)).toBeNull();
  expect(shownCatchUp([], START)).toBeNull();
});

test('how everything is watched is told in figures of all engines together', () => {
  const engines = [new Coverage({ clock: new ManualClock() }), new Coverage({ clock: new ManualClock() })];
  for (const [n, coverage] of engines.entries()) {
    coverage.open(sampleOrigin(`read-${n}`)).stands('following');
    coverage.open(sampleOrigin(`mute-${n}`)).stands('unreadable', 'no logs');
    const torn = coverage.open(sampleOrigin(`torn-${n}`));
    torn.gap({ reason: 'rotated', from: at(1), to: at(2) });
    torn.stands('idle');
  }
  expect(shownCoverage(engines.map((one) => one.figures()))).toEqual({
    ...{ containers_read: 4, containers_unreadable: 2, containers_not_wanted: 0 },
    ...{ containers_stuck: 0, containers_with_gaps: 2, lag_seconds: 0 },
  });
});

// How everything is watched in a few figures, and what was made up for after the last start, of all engines together.

import { compareStamps, type Stamp, wholeMillisecondsOf } from '../../../core/lines/stamp.ts';
import type { SystemReport } from '../../../http/resources/system.ts';
import type { CaughtUp } from '../../../tail/coverage/catch-up.ts';
import type { CoverageFigures } from '../../../tail/coverage/coverage.ts';
import { iso } from './container-views.ts';

/** What was judged is stored with the next commit, also where that has to be tried again. */
const STORED_WITHIN_MS = 10_000;

export function shownCoverage(all: readonly CoverageFigures[]): SystemReport['coverage'] {
  const sum = (of: (figures: CoverageFigures) => number): number => all.reduce((so, one) => so + of(one), 0);
  return {
    containers_read: sum(({ active }) => active),
    containers_unreadable: sum(({ states }) => states.unreadable + states.failed),
    containers_not_wanted: sum(({ states }) => states.not_wanted),
    containers_stuck: sum(({ stuck }) => stuck),
    containers_with_gaps: sum(({ withGaps }) => withGaps),
    lag_seconds: Math.max(0, ...all.map(({ lagSeconds }) => lagSeconds)),
  };
}

/** `startedAt` is in ms since 1970; null where nothing is known from before the start. */
export function shownCatchUp(all: readonly CaughtUp[], startedAt: number): SystemReport['caught_up'] {
  const from = all.map(({ from }) => from).reduce(newer, undefined);
  if (from === undefined) return null;
  const sum = (of: (one: CaughtUp) => number): number => all.reduce((so, one) => so + of(one), 0);
  const lastEventAt = all.map((one) => one.lastEventAt).reduce(later, undefined);
  return {
    from: iso(Math.min(wholeMillisecondsOf(from), startedAt)),
    to: iso(startedAt),
    lines: sum(({ lines }) => lines),
    late_events: sum(({ events }) => events),
    late_events_until: lastEventAt === undefined ? null : iso(lastEventAt + STORED_WITHIN_MS),
    gaps: sum(({ gaps }) => gaps),
    containers_behind: sum(({ left }) => left),
  };
}

const later = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);

/** One of them was read until then, so that Tocsin ran. */
function newer(one: Stamp | undefined, other: Stamp | undefined): Stamp | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return compareStamps(one, other) > 0 ? one : other;
}

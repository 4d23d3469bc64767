import type { SystemReport } from '../../api/shapes.ts';
import { showCount, showCountOrNo } from '../../format/count.ts';
import { showDuration } from '../../format/duration.ts';
import { watchedNoun } from '../../format/watched-noun.ts';
import { EVERYTHING, pathOf } from '../events/event-filter.ts';

export type CaughtUp = NonNullable<SystemReport['caught_up']>;

/** What was made up for after a restart, in one sentence: `Caught up 4 min 12 s: 1,904 lines, 2 late events, no gap.` */
export function receiptWords(caughtUp: CaughtUp, hasFiles: boolean): string {
  const { from, to, lines, late_events: events, gaps, containers_behind: behind } = caughtUp;
  const span = showDuration((Date.parse(to) - Date.parse(from)) / 1000);
  const facts = [showCountOrNo(lines, 'line'), showCountOrNo(events, 'late event'), showCountOrNo(gaps, 'gap')].join(
    ', ',
  );
  if (behind > 0) return `Catching up ${span}: ${facts} so far; ${showCount(behind, watchedNoun(hasFiles))} to go.`;
  return `Caught up ${span}: ${facts}.`;
}

/** Where the late events are: those that lines became which were stored while they were made up for. Undefined where there is none. */
export function lateEventsPath({ to: start, late_events_until: until }: CaughtUp): string | undefined {
  return until === null ? undefined : pathOf({ ...EVERYTHING, source: 'logscan', from: start, to: until });
}

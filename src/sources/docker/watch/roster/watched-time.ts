// Since when and until when an engine's containers have been watched, by its own clock: what was created later is new.
import { compareStamps, laterStamp, type Stamp, stampAfter } from '../../../../core/lines/stamp.ts';
import type { WatchedSpan } from '../containers/start-position.ts';

/** An engine's clock is known to the second, and drifts. */
const CLOCK_MS = 5_000;

export class WatchedTime {
  #span: WatchedSpan | undefined;
  #before: Stamp | undefined;

  /** What an earlier run remembers. */
  constructor(span: WatchedSpan | undefined) {
    [this.#span, this.#before] = [span, span?.until];
  }

  /** `until` is undefined before the first list. */
  get span(): WatchedSpan | undefined {
    return this.#span;
  }

  /** Until when an earlier run has watched, under whatever name. */
  get before(): Stamp | undefined {
    return this.#before;
  }

  /** Somebody watches from now on. */
  begins(now: Stamp): void {
    this.#span = soundSpan(this.#span, now);
  }

  /** What was known under another name counts instead. */
  becomes(span: WatchedSpan | undefined, now: Stamp): void {
    this.#span = soundSpan(span, now);
    this.#before = span?.until;
  }

  /** Everything that happened until then was told of. */
  reaches(moment: Stamp): void {
    if (this.#span === undefined) return;
    const { since, until } = this.#span;
    this.#span = { since, until: laterStamp(until, moment) };
  }
}

/** Where the clock was set back, what was created since then is not to be taken for old. It is known a little too early at best. */
function soundSpan(before: WatchedSpan | undefined, now: Stamp): WatchedSpan {
  const until = before?.until;
  const isSetBack = until !== undefined && compareStamps(stampAfter(now, CLOCK_MS), until) < 0;
  return { since: before?.since ?? now, until: isSetBack ? now : until };
}

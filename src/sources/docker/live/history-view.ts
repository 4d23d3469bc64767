// Shows the lines of a container whose stream leaves some out and tears others: the stream is a bell, and what was written is shown from the log, behind the line that was shown last.
import { BOTH_STREAMS } from '../../../core/lines/line-batch.ts';
import { compareStamps, type Stamp, stampAfter } from '../../../core/lines/stamp.ts';
import { logPath } from '../engine/log-path.ts';
import { BellWait } from '../reader/follow/bell-wait.ts';
import type { Unsettled } from '../reader/pass/ending/held-line.ts';
import { Bell } from '../reader/requests/bell.ts';
import type { LineId } from './line-id.ts';
import { LivePass, type PassEnd } from './live-pass.ts';
import type { LiveViewOptions } from './live-view-options.ts';
import { newestBefore } from './newest-before.ts';

/** A last line that is the same after this time is whole. An engine reads the whole log for each look: it is to rest for as long as that took at least. */
const REST_MS = 300;
/** Equal lines are counted from the beginning of a second, the moment that is asked for is left out, and what is written after the clock was set back by no more than `CLOCK_MS` has to come. */
const LOOK_BACK_MS = 5_000;
/** An engine's clock is known to the second. */
const CLOCK_MS = 2_000;

export class HistoryView {
  readonly #options: LiveViewOptions;
  /** The line behind which the next look begins. */
  #last: LineId | undefined;
  /** Whether the first look was. */
  #isBegun: boolean;
  #unsettled: Unsettled | undefined;
  #unfinished: Stamp | undefined;

  constructor(options: LiveViewOptions, after: LineId | undefined) {
    this.#options = options;
    this.#last = after;
    this.#isBegun = after !== undefined;
  }

  /** Shows what was written each time that the bell rings, until it is over or a look fails. */
  async follow(): Promise<PassEnd> {
    const { client, containerId, openLines, signal } = this.#options;
    const path = logPath(containerId, { follow: true, streams: BOTH_STREAMS, since: undefined, tail: 0 });
    const bell = new Bell({ client, path, openLines, written: () => {} });
    const leave = (): void => bell.close();
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    try {
      return await this.#answer(bell);
    } finally {
      signal.removeEventListener('abort', leave);
      bell.close();
    }
  }

  async #answer(bell: Bell): Promise<PassEnd> {
    const { clock } = this.#options;
    const wait = new BellWait(clock);
    for (let looks = 0; looks === 0 || !bell.over.aborted; looks++) {
      const [rung, began] = [bell.hush(), clock.monotonic()];
      const end = await this.look({ isRunning: true });
      if (end.how !== 'complete') return end;
      if (looks === 0) this.#options.sink.state('following');
      await clock.sleep(Math.max(REST_MS, clock.monotonic() - began), bell.over);
      if (this.#unsettled === undefined) await wait.forRing(rung, bell);
    }
    const end = await bell.result;
    return end.how === 'failed' ? end : { how: 'complete' };
  }

  /** Shows what there is behind the line that was shown last. */
  async look({ isRunning }: { readonly isRunning: boolean }): Promise<PassEnd> {
    if (!this.#isBegun) {
      const { end, line } = await newestBefore(this.#options);
      if (end.how !== 'complete') return end;
      [this.#isBegun, this.#last] = [true, line];
    }
    const { end, isFound } = await this.#show(isRunning, this.#last);
    if (end.how !== 'complete' || isFound) return end;
    this.#options.sink.gap('rotated');
    return (await this.#show(isRunning, undefined)).end;
  }

  async #show(
    isRunning: boolean,
    behind: LineId | undefined,
  ): Promise<{ readonly end: PassEnd; readonly isFound: boolean }> {
    const { containerId, sink, signal } = this.#options;
    const path = logPath(containerId, { follow: false, streams: BOTH_STREAMS, since: this.#since(), tail: undefined });
    const lastLine = isRunning ? { before: this.#unsettled ?? (behind && unsettledOf(behind)) } : undefined;
    const pass = new LivePass(this.#options, {
      path,
      isRunning,
      behind,
      within: Number.POSITIVE_INFINITY,
      sink,
      lastLine,
    });
    const end = await pass.untilEnded(signal);
    if (pass.last) this.#last = pass.last;
    const isFound = pass.isBehind;
    if (end.how === 'complete' && isFound) {
      this.#unsettled = pass.left.unsettled;
      this.#unfinished = pass.left.unfinishedSince;
    }
    return { end, isFound };
  }

  /** A moment that is before the line that was shown last, and before whatever was unfinished then. */
  #since(): Stamp | undefined {
    const { client } = this.#options;
    const from = this.#last?.stamp;
    if (from === undefined) return undefined;
    // Asked since then an engine would hide what it writes now.
    if (compareStamps(from, stampAfter(client.now(), CLOCK_MS)) > 0) return undefined;
    const first = this.#unfinished && compareStamps(this.#unfinished, from) < 0 ? this.#unfinished : from;
    return { seconds: Math.max(1, stampAfter(first, -LOOK_BACK_MS).seconds), nanos: 0 };
  }
}

/** A line that was shown is whole. */
const unsettledOf = ({ stamp, nth, ...id }: LineId): Unsettled => ({ ...id, ...stamp, ordinal: nth });

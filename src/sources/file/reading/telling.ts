// What is told of a reading: how it stands, and what is lost.
import type { Clock } from '../../../core/clock.ts';
import type { GapReason, ReadingState } from '../../../core/lines/reading.ts';
import { type Stamp, stampOfMilliseconds } from '../../../core/lines/stamp.ts';
import type { ReaderSink } from '../../reading.ts';
import type { LineClock } from '../stamps/line-clock.ts';

export interface TellingOptions {
  readonly sink: Pick<ReaderSink, 'gap' | 'state'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Of the lines that are read. */
  readonly lineClock: Pick<LineClock, 'seconds' | 'nanos'>;
  /** Nobody wants to know how it stands any more. */
  readonly isOver: () => boolean;
}

export class Telling {
  readonly #options: TellingOptions;
  #state: ReadingState | undefined;
  #note: string | undefined;

  constructor(options: TellingOptions) {
    this.#options = options;
  }

  /** What was told last. */
  get state(): ReadingState | undefined {
    return this.#state;
  }

  stands(state: ReadingState, note?: string): void {
    if ((state === this.#state && note === this.#note) || this.#options.isOver()) return;
    [this.#state, this.#note] = [state, note];
    this.#options.sink.state(state, note);
  }

  /** Behind the line that was read last, and until now. */
  lost(reason: GapReason): void {
    const { sink, clock, lineClock } = this.#options;
    const { seconds, nanos } = lineClock;
    const from: Stamp | undefined = seconds === 0 ? undefined : { seconds, nanos };
    sink.gap({ reason, from, to: stampOfMilliseconds(clock.now()) });
  }
}

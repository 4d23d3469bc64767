import { type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '../../src/core/clock.ts';
import { ApiError, asApiError, isAbort } from '../api/api-error.ts';

export interface LiveValueOptions<Value> {
  readonly load: (signal: AbortSignal) => Promise<Value>;
  readonly everyMs: number;
  /** What is so many times as much to ask for is asked for so many times more rarely. */
  readonly weightOf?: (value: Value) => number;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  /** Resolves at once while somebody can see the page, else when somebody can again; at once, too, when the signal aborts. */
  readonly untilVisible: (signal: AbortSignal) => Promise<void>;
}

/** The last answer, when it came, and what went wrong since then. A fault never takes the last answer away. */
export interface LiveState<Value> {
  readonly value: Value | undefined;
  readonly loadedAt: number | undefined;
  readonly fault: ApiError | undefined;
}

/** After so many times the rest between two questions without an answer, what is known is old: about three rounds. */
const SILENT_AFTER = 2;

/** Something on the server that is asked for again and again while it is being looked at: one question at a time, and none while the page is hidden. */
export class LiveValue<Value> {
  readonly #options: LiveValueOptions<Value>;
  readonly #state = signal<LiveState<Value>>({ value: undefined, loadedAt: undefined, fault: undefined });

  #rest = new AbortController();

  constructor(options: LiveValueOptions<Value>) {
    this.#options = options;
  }

  get state(): ReadonlySignal<LiveState<Value>> {
    return this.#state;
  }

  /** Goes on until the signal aborts. It never rejects. */
  async run(stop: AbortSignal): Promise<void> {
    const { clock, untilVisible } = this.#options;
    while (!stop.aborted) {
      await untilVisible(stop);
      if (!stop.aborted) await this.#loadOnce(stop);
      this.#rest = new AbortController();
      await clock.sleep(this.#restMs(), AbortSignal.any([stop, this.#rest.signal]));
    }
  }

  /** Asks again without waiting any longer: something was changed. */
  reload(): void {
    this.#rest.abort();
  }

  #restMs(): number {
    const { everyMs, weightOf } = this.#options;
    const { value } = this.#state.value;
    return value === undefined || weightOf === undefined ? everyMs : everyMs * weightOf(value);
  }

  async #loadOnce(stop: AbortSignal): Promise<void> {
    const { load, clock } = this.#options;
    const answered = new AbortController();
    void this.#tellSilence(AbortSignal.any([stop, answered.signal]));
    try {
      const value = await load(stop);
      if (!stop.aborted) this.#state.value = { value, loadedAt: clock.now(), fault: undefined };
    } catch (error) {
      if (!stop.aborted && !isAbort(error)) this.#state.value = { ...this.#state.value, fault: asApiError(error) };
    } finally {
      answered.abort();
    }
  }

  /** A server that takes the question and says nothing is one that does not answer, long before the call is given up. */
  async #tellSilence(over: AbortSignal): Promise<void> {
    await this.#options.clock.sleep(SILENT_AFTER * this.#restMs(), over);
    if (over.aborted || this.#state.value.value === undefined) return;
    const fault = new ApiError('unreachable', 'Tocsin takes questions and does not answer them.', { status: 0 });
    this.#state.value = { ...this.#state.value, fault };
  }
}

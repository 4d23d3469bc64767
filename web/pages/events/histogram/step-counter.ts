// Counts the events of a histogram, and keeps its newest steps up to date: these are asked for every few seconds, the whole span seldom.
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '../../../../src/core/clock.ts';
import { type ApiError, asApiError, isAbort } from '../../../api/api-error.ts';
import type { EventCounts } from '../../../api/shapes.ts';
import { addedUp, newestSince, withNewest } from './counted-steps.ts';
import type { Steps } from './span-steps.ts';

export interface CountedPart {
  readonly from: number;
  readonly to: number;
  readonly minutes: number;
  readonly cursor?: string | undefined;
}

export interface StepCounterOptions {
  readonly load: (part: CountedPart, signal: AbortSignal) => Promise<EventCounts>;
  /** The steps of the span as it is now: it moves on with the time. */
  readonly steps: () => Steps;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  /** Resolves while somebody can see the page. */
  readonly untilVisible: (signal: AbortSignal) => Promise<void>;
}

export interface StepCounts {
  readonly steps: Steps;
  /** Undefined before anything was counted. */
  readonly items: EventCounts['items'] | undefined;
  /** Older ones are being counted. */
  readonly isCounting: boolean;
  /** Older ones than these were not counted, for it would take too long. */
  readonly countedTo: string | undefined;
  readonly fault: ApiError | undefined;
}

const MINUTE_MS = 60_000;
/** What happened now is seen within five seconds. */
const NEWEST_MS = 3_000;
/** A count that takes long is followed by a rest that is so many times as long. */
const REST = 9;
/** What was deleted meanwhile, and what a clock that went back has stored further back, is seen then. */
const WHOLE_MS = 300_000;
/** A server gives 25 ms to each: a second of its time in all. */
export const MOST_PARTS = 40;

export class StepCounter {
  readonly #options: StepCounterOptions;
  readonly #state;
  #wholeAt: number | undefined;

  constructor(options: StepCounterOptions) {
    this.#options = options;
    const nothing = { items: undefined, isCounting: true, countedTo: undefined, fault: undefined };
    this.#state = signal<StepCounts>({ steps: options.steps(), ...nothing });
  }

  get state(): ReadonlySignal<StepCounts> {
    return this.#state;
  }

  /** Goes on until the signal aborts. It never rejects. */
  async run(stop: AbortSignal): Promise<void> {
    const { clock, untilVisible } = this.#options;
    while (!stop.aborted) {
      await untilVisible(stop);
      const begun = clock.now();
      if (!stop.aborted) await this.#count(stop);
      await clock.sleep(Math.max(NEWEST_MS, REST * (clock.now() - begun)), stop);
    }
  }

  async #count(stop: AbortSignal): Promise<void> {
    const steps = this.#options.steps();
    try {
      if (this.#isWhole(steps)) await this.#countNewest(steps, stop);
      else await this.#countAll(steps, stop);
    } catch (error) {
      if (stop.aborted || isAbort(error)) return;
      this.#state.value = { ...this.#state.value, isCounting: false, fault: asApiError(error) };
    }
  }

  #isWhole({ minutes }: Steps): boolean {
    const at = this.#wholeAt;
    return at !== undefined && this.#options.clock.now() - at < WHOLE_MS && minutes === this.#state.value.steps.minutes;
  }

  async #countNewest(steps: Steps, stop: AbortSignal): Promise<void> {
    const { items: known = [], steps: before, countedTo } = this.#state.value;
    // Nothing comes to a span that is over.
    if (this.#options.clock.now() - steps.to > MINUTE_MS) return;
    const since = Math.max(steps.from, newestSince(before));
    const newest = await this.#countFrom({ ...steps, from: since }, stop);
    // A part of them would be fewer than were known.
    if (stop.aborted || newest.countedTo !== undefined) return;
    this.#show({ steps, items: withNewest(known, newest.items, { from: steps.from, since }), countedTo });
  }

  /** What is found is shown as it comes, unless there is something to show already. */
  async #countAll(steps: Steps, stop: AbortSignal): Promise<void> {
    const isFirst = this.#state.value.items === undefined;
    const show = (items: EventCounts['items']): void => {
      if (isFirst) this.#state.value = { steps, items, isCounting: true, countedTo: undefined, fault: undefined };
    };
    const counted = await this.#countFrom(steps, stop, show);
    if (stop.aborted) return;
    this.#show({ steps, ...counted });
    this.#wholeAt = this.#options.clock.now();
  }

  /** Part by part, until all are counted, or as many as may be. */
  async #countFrom(
    { from, to, minutes }: Steps,
    stop: AbortSignal,
    each: (items: EventCounts['items']) => void = () => undefined,
  ): Promise<Pick<StepCounts, 'countedTo'> & { readonly items: EventCounts['items'] }> {
    let items: EventCounts['items'] = [];
    let [cursor, countedTo]: (string | undefined)[] = [];
    for (let parts = 0; parts < MOST_PARTS; parts++) {
      if (parts > 0) await this.#options.untilVisible(stop);
      const part = await this.#options.load({ from, to, minutes, cursor }, stop);
      if (stop.aborted) break;
      items = addedUp(items, part.items);
      [cursor, countedTo] = [part.next_cursor ?? undefined, part.counted_to];
      if (cursor === undefined) break;
      each(items);
    }
    return { items, countedTo: cursor === undefined ? undefined : countedTo };
  }

  #show(counted: Pick<StepCounts, 'steps' | 'items' | 'countedTo'>): void {
    this.#state.value = { ...counted, isCounting: false, fault: undefined };
  }
}

// A destination that refuses all that it is given, one batch after the other: it is left alone for longer and longer, and what comes meanwhile is as good as refused.
import type { Clock } from '../core/clock.ts';
import { Backoff } from '../net/backoff.ts';
import type { Failure } from './failure.ts';

export interface StandingRefusalOptions {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** From 0 up to 1, as `Math.random` gives it. */
  readonly random: () => number;
}

/** So many batches in a row may be refused for what stands in them. */
const BY_CHANCE = 3;
const WAITS = { firstMs: 1_000, mostMs: 60_000 } as const;

export class StandingRefusal {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #backoff: Backoff;
  #inARow = 0;
  #last: Failure | undefined;
  #until = Number.NEGATIVE_INFINITY;

  constructor({ clock, random }: StandingRefusalOptions) {
    this.#clock = clock;
    this.#backoff = new Backoff({ ...WAITS, random });
  }

  /** Why nothing is sent now; undefined when it is worth a try. */
  get now(): Failure | undefined {
    return this.#clock.monotonic() < this.#until ? this.#last : undefined;
  }

  /** A whole batch was refused. */
  refused(failure: Failure): void {
    this.#last = failure;
    this.#inARow += 1;
    if (this.#inARow >= BY_CHANCE) this.#until = this.#clock.monotonic() + this.#backoff.next();
  }

  /** Something was taken. */
  over(): void {
    this.#inARow = 0;
    this.#until = Number.NEGATIVE_INFINITY;
    this.#backoff.succeeded();
  }
}

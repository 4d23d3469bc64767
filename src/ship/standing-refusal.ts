// A destination that refuses all that it is given, one batch after the other: it is left alone for longer and longer, and what comes meanwhile is as good as refused.
import type { Clock } from '../core/clock.ts';
import type { DropReason } from '../core/shipping/drop-reason.ts';
import { Backoff } from '../net/backoff.ts';
import type { Failure } from './failure.ts';

export interface StandingRefusalOptions {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** From 0 up to 1, as `Math.random` gives it. */
  readonly random: () => number;
}

/** What all of a batch was dropped for. */
export interface Refused {
  readonly reason: Extract<DropReason, 'refused' | 'too_large'>;
  readonly failure: Failure;
}

/** So many batches in a row may be refused for what stands in them. */
const BY_CHANCE = 3;
const WAITS = { firstMs: 1_000, mostMs: 60_000 } as const;

export class StandingRefusal {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #backoff: Backoff;
  #inARow = 0;
  #last: Refused | undefined;
  #until = Number.NEGATIVE_INFINITY;

  constructor({ clock, random }: StandingRefusalOptions) {
    this.#clock = clock;
    this.#backoff = new Backoff({ ...WAITS, random });
  }

  /** Why nothing is sent now; undefined when it is worth a try. */
  get now(): Refused | undefined {
    return this.#clock.monotonic() < this.#until ? this.#last : undefined;
  }

  /** So many in a row were refused that the next one is no more than a try. */
  get isStanding(): boolean {
    return this.#inARow >= BY_CHANCE;
  }

  /** A whole batch was refused. */
  refused(refused: Refused): void {
    this.#last = refused;
    this.#inARow += 1;
    if (this.isStanding) this.#until = this.#clock.monotonic() + this.#backoff.next();
  }

  /** Something was taken. */
  over(): void {
    this.#inARow = 0;
    this.#until = Number.NEGATIVE_INFINITY;
    this.#backoff.succeeded();
  }
}

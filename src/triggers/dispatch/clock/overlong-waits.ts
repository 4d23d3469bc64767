// Looks now and then whether anything is put off for longer than was meant, as it is where a clock was ahead: step by step, so that others are sent in between.
import type { Clock } from '../../../core/clock.ts';
import type { PutOffPlace } from '../../../core/deliveries/delivery-work.ts';
import type { DeliveryStore } from '../delivery-store.ts';

const LOOK_EVERY_MS = 60_000;

export interface OverlongWaitsParts {
  readonly store: Pick<DeliveryStore, 'putOffTriggers' | 'shortenWaits'>;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
}

export class OverlongWaits {
  readonly #parts: OverlongWaitsParts;
  #lookAt = 0;
  /** Triggers that this walk has not come to the end of. */
  #walk: readonly string[] = [];
  #after: PutOffPlace | undefined;

  constructor(parts: OverlongWaitsParts) {
    this.#parts = parts;
  }

  /** The clock was set: all of it is looked at again. */
  soon(): void {
    this.#lookAt = 0;
    this.#walk = [];
  }

  /** How long there is nothing to do. */
  get restMs(): number {
    return this.#walk.length > 0 ? 0 : Math.max(0, this.#lookAt - this.#parts.clock.monotonic());
  }

  /** One step, once there is nothing to wait for. Gives the triggers of which something is due sooner now. */
  async step(triggerIds: readonly string[]): Promise<ReadonlySet<string>> {
    const { store, clock } = this.#parts;
    const now = clock.now();
    if (this.#walk.length === 0) {
      this.#lookAt = clock.monotonic() + LOOK_EVERY_MS;
      this.#walk = await store.putOffTriggers(triggerIds, now);
      this.#after = undefined;
    }
    const [triggerId, ...rest] = this.#walk;
    if (triggerId === undefined) return NONE;
    const { shortened, after } = await store.shortenWaits({ triggerId, now, after: this.#after });
    this.#after = after;
    if (after === undefined) this.#walk = rest;
    return shortened === 0 ? NONE : new Set([triggerId]);
  }
}

const NONE: ReadonlySet<string> = new Set();

// How long lines that are shipped may keep a process that ends.
import type { Clock } from '../../core/clock.ts';
import { Deadline } from '../../core/signals/deadline.ts';

/** Behind all else, at the end … */
const SHIPPED_WITHIN_MS = 5_000;
/** … which is less where the parts of the server have taken long: both together have so long from the request to stop on … */
const STOPPED_WITHIN_MS = 7_500;
/** … but never less than this. */
const LEAST_MS = 1_000;

/** A process that has fallen gives no more: it serves nobody any longer than it must, however silent what it ships to is. */
export const SHIPPED_AFTER_A_FALL_MS = LEAST_MS;

/** Of a process that stops by itself or is asked to, which `stop` tells. */
export class ShippingTime {
  readonly #stopped: Deadline;

  constructor(clock: Pick<Clock, 'monotonic'>, stop: AbortSignal) {
    this.#stopped = new Deadline(clock, STOPPED_WITHIN_MS, stop);
  }

  get leftMs(): number {
    return Math.min(SHIPPED_WITHIN_MS, Math.max(LEAST_MS, this.#stopped.leftMs));
  }
}

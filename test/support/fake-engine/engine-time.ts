// The clock of an engine that stands still until a test moves it, and never gives one stamp to two lines.
import { type Stamp, stampAfter, stampOfMilliseconds } from '../../../src/core/lines/stamp.ts';

const BETWEEN_LINES_MS = 0.001;

export class EngineTime {
  #now: Stamp;

  constructor(start = Date.parse('2026-01-01T00:00:00Z')) {
    this.#now = stampOfMilliseconds(start);
  }

  get now(): Stamp {
    return this.#now;
  }

  /** A moment of its own for something that happens now. */
  next(): Stamp {
    this.#now = stampAfter(this.#now, BETWEEN_LINES_MS);
    return this.#now;
  }

  /** On, or back when negative: an administrator or NTP sets the clock. */
  move(ms: number): void {
    this.#now = stampAfter(this.#now, ms);
  }

  set(now: Stamp): void {
    this.#now = now;
  }
}

/** `2026-01-01T00:00:00.000000000Z`, as engines print it; with whole seconds where they know no better. */
export function printed({ seconds, nanos }: Stamp, wholeSeconds = false): string {
  const second = new Date(seconds * 1000).toISOString().slice(0, 19);
  return wholeSeconds ? `${second}Z` : `${second}.${String(nanos).padStart(9, '0')}Z`;
}

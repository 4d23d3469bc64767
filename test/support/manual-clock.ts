import type { Clock } from '../../src/core/clock.ts';

interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

/** A clock that stands still until the test advances it; sleepers wake in the order of their times. */
export class ManualClock implements Clock {
  #now: number;
  #elapsed = 0;
  readonly #sleepers = new Set<Sleeper>();

  constructor(start = Date.parse('2026-01-01T00:00:00Z')) {
    this.#now = start;
  }

  /** In whole milliseconds, as the system's is. */
  now(): number {
    return Math.floor(this.#now);
  }

  monotonic(): number {
    return this.#elapsed;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper: Sleeper = { wakeAt: this.#elapsed + ms, wake: finish };
      const sleepers = this.#sleepers;
      sleepers.add(sleeper);
      signal?.addEventListener('abort', finish, { once: true });
      function finish(): void {
        sleepers.delete(sleeper);
        signal?.removeEventListener('abort', finish);
        resolve();
      }
    });
  }

  /** Advances both times and lets everything that was due run until it waits again. */
  async advance(ms: number): Promise<void> {
    const target = this.#elapsed + ms;
    for (;;) {
      await settle();
      const next = [...this.#sleepers].filter((s) => s.wakeAt <= target).sort((a, b) => a.wakeAt - b.wakeAt)[0];
      if (!next) break;
      this.#moveTo(next.wakeAt);
      next.wake();
    }
    this.#moveTo(target);
    await settle();
  }

  /** Moves the wall clock alone, as an administrator or NTP would. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** Lets time pass while nothing runs, as for a process that is stopped; whatever was due wakes with the next `advance`. */
  freeze(ms: number): void {
    this.#moveTo(this.#elapsed + ms);
  }

  get sleeping(): number {
    return this.#sleepers.size;
  }

  #moveTo(elapsed: number): void {
    const step = Math.max(0, elapsed - this.#elapsed);
    this.#now += step;
    this.#elapsed += step;
  }
}

/** Lets pending promise callbacks and immediates run, and those that they lead to. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}

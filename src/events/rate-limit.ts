// How many events each caller may send: so many at once, and then as many as come back with time.
import type { Clock } from '../core/clock.ts';

export interface RateLimitOptions {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** At once. */
  readonly burst: number;
  readonly perSecond: number;
  /** Whoever sent last the longest ago is forgotten beyond so many: he starts afresh. */
  readonly mostCallers?: number;
}

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

export class RateLimit {
  readonly #options: RateLimitOptions;
  /** In the order of their last event. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(options: RateLimitOptions) {
    this.#options = options;
  }

  /** Takes one event of this caller, and gives 0; or takes none, and gives the seconds after which there is room for one. */
  take(caller: string): number {
    const { clock, burst, perSecond, mostCallers = 10_000 } = this.#options;
    const now = clock.monotonic();
    const before = this.#buckets.get(caller) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, before.tokens + ((now - before.at) / 1000) * perSecond);
    if (tokens < 1) return (1 - tokens) / perSecond;
    this.#buckets.delete(caller);
    this.#buckets.set(caller, { tokens: tokens - 1, at: now });
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > mostCallers && oldest !== undefined) this.#buckets.delete(oldest);
    return 0;
  }
}

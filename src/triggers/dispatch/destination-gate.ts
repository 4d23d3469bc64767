// How much may go to one destination now: so many at once, so many a second, nothing while it wants to be left alone or fails.
import { Breaker } from './breaker.ts';

export interface GateLimits {
  readonly concurrency: number;
  /** At once after a rest. */
  readonly burst: number;
  readonly perSecond: number;
}

export type SendEnd =
  | { readonly shows: 'there' }
  /** With a time where it wants to be left alone for so long. */
  | { readonly shows: 'failing'; readonly forMs?: number }
  | { readonly shows: 'limited'; readonly forMs: number }
  /** We gave up by ourselves. */
  | { readonly shows: 'nothing' };

/** Pure but for what it remembers: all times are the caller's. */
export class DestinationGate {
  readonly #limits: GateLimits;
  readonly #breaker = new Breaker();
  #running = 0;
  #kept = 0;
  #tokens: number;
  #filledAt = 0;
  #pausedUntil = 0;

  constructor(limits: GateLimits) {
    this.#limits = limits;
    this.#tokens = limits.burst;
  }

  get running(): number {
    return this.#running;
  }

  get isOpen(): boolean {
    return this.#breaker.isOpen;
  }

  /** Whether it is as one that nobody has asked yet, so that nothing is lost with it. */
  isFresh(now: number): boolean {
    this.#fill(now);
    const { burst } = this.#limits;
    return (
      this.#running + this.#kept === 0 && this.#breaker.isFresh && this.#tokens >= burst && now >= this.#pausedUntil
    );
  }

  /** How many may be begun now, besides those for which there is room kept. */
  room(now: number): number {
    if (now < this.#pausedUntil) return 0;
    this.#fill(now);
    const free = this.#limits.concurrency - this.#running;
    const all = Math.min(free, Math.floor(this.#tokens + 1e-9), this.#breaker.room(now));
    return Math.max(0, all - this.#kept);
  }

  /** Nobody else begins these, until they are let go: what is being claimed, or stored, need not wait then. Only with room. */
  keep(count: number): void {
    this.#kept += count;
  }

  letGo(count: number): void {
    this.#kept -= count;
  }

  /** When there is room again by time alone; undefined when there is now, or when only the end of a send makes room. */
  roomAt(now: number): number | undefined {
    if (this.#running + this.#kept >= this.#limits.concurrency) return undefined;
    this.#fill(now);
    const filled = this.#tokens >= 1 ? now : now + ((1 - this.#tokens) / this.#limits.perSecond) * 1_000;
    const at = Math.max(this.#pausedUntil, this.#breaker.opensAt(now) ?? 0, filled);
    return at > now ? at : undefined;
  }

  /** Until when nothing is sent because it fails or wants that; undefined where that is over, were it for a probe. */
  leftAloneUntil(now: number): number | undefined {
    const until = Math.max(this.#pausedUntil, this.#breaker.opensAt(now) ?? 0);
    return until > now ? until : undefined;
  }

  /** Only with room. */
  began(now: number): void {
    this.#fill(now);
    this.#running += 1;
    this.#tokens -= 1;
    this.#breaker.began();
  }

  ended(now: number, end: SendEnd): void {
    this.#running -= 1;
    switch (end.shows) {
      case 'there':
        this.#breaker.succeeded();
        return;
      case 'failing':
        this.#breaker.failed(now);
        this.#pause(now, end.forMs ?? 0);
        return;
      case 'limited':
        // Whoever limits is there.
        this.#breaker.succeeded();
        this.#pause(now, end.forMs);
        return;
      case 'nothing':
        this.#breaker.gaveUp();
    }
  }

  #pause(now: number, forMs: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, now + forMs);
  }

  #fill(now: number): void {
    const { burst, perSecond } = this.#limits;
    this.#tokens = Math.min(burst, this.#tokens + (Math.max(0, now - this.#filledAt) / 1_000) * perSecond);
    this.#filledAt = Math.max(this.#filledAt, now);
  }
}

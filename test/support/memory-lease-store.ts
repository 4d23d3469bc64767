import type { LeaseStore } from '../../src/cluster/lease-store.ts';
import { TocsinError } from '../../src/core/errors.ts';
import type { HeldLease, LeaseAttempt, LeaseClaim, LeaseHolder } from '../../src/core/lease.ts';
import type { ManualClock } from './manual-clock.ts';

type Held = LeaseClaim & { readonly heartbeatAt: number };

/** A lease in memory, whose "database clock" is a manual one. It meets the same contract as the real ones (test/contract/store/lease-store.test.ts). */
export class MemoryLeaseStore implements LeaseStore {
  readonly #clock: ManualClock;
  #held: Held | undefined;
  #fencing = 0;
  /** While true every call fails, as with a database that is gone. */
  broken = false;
  /** While true no call is answered. */
  silent = false;
  heartbeats = 0;

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  async tryAcquire(claim: LeaseClaim): Promise<LeaseAttempt> {
    await this.#reach();
    const holder = this.#holder();
    if (holder && !holder.isStale && holder.name !== claim.name) return { outcome: 'held_by_other', holder };
    this.#fencing += 1;
    this.#held = { ...claim, heartbeatAt: this.#seconds() };
    return { outcome: 'acquired', fencing: this.#fencing, overwrote: holder?.name === claim.name ? undefined : holder };
  }

  async heartbeat(lease: HeldLease): Promise<boolean> {
    await this.#reach();
    if (!this.#held || !this.#isOwn(lease)) return false;
    this.heartbeats += 1;
    this.#held = { ...this.#held, heartbeatAt: this.#seconds() };
    return true;
  }

  async release(lease: HeldLease): Promise<boolean> {
    await this.#reach();
    if (!this.#isOwn(lease)) return false;
    this.#held = undefined;
    return true;
  }

  async read(): Promise<LeaseHolder | undefined> {
    await this.#reach();
    return this.#holder();
  }

  async #reach(): Promise<void> {
    if (this.silent) await new Promise(() => {});
    if (this.broken) throw new TocsinError('store_unavailable', 'The store is not available: it is broken.');
  }

  #isOwn({ name, fencing }: HeldLease): boolean {
    return this.#held?.name === name && this.#fencing === fencing;
  }

  #holder(): LeaseHolder | undefined {
    if (!this.#held) return undefined;
    const { heartbeatAt, ...claim } = this.#held;
    const ageSeconds = this.#seconds() - heartbeatAt;
    const isStale = Math.abs(ageSeconds) > claim.heartbeatTimeout;
    return { ...claim, fencing: this.#fencing, ageSeconds, isStale };
  }

  #seconds(): number {
    return this.#clock.now() / 1000;
  }
}

// What the lease needs of a store: each call is one atomic statement or transaction.
import type { HeldLease, LeaseAttempt, LeaseClaim, LeaseHolder } from '../core/lease.ts';

export interface LeaseStore {
  /** Takes the lease when nobody holds it, when its holder is stale, or when the claimant holds it already. */
  tryAcquire(claim: LeaseClaim): Promise<LeaseAttempt>;
  /** False when the lease is no longer this holder's with this fencing number. */
  heartbeat(lease: HeldLease): Promise<boolean>;
  /** False when it was another's (release mismatch); nothing is changed then. */
  release(lease: HeldLease): Promise<boolean>;
  read(): Promise<LeaseHolder | undefined>;
}

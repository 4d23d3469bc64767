/** The one row of `scheduler_lock` as the database sees it; ages are computed by the database's clock, never by ours. */
export interface LeaseRow {
  readonly name: string;
  readonly pid: number;
  readonly hostname: string;
  /** Unix seconds, by the database's clock. */
  readonly heartbeatAt: number;
  /** Seconds after which a silent holder has lost the lease. */
  readonly heartbeatTimeout: number;
  /** Grows by one with every change of the holder; a background write carries it and is refused when it is no longer the newest. */
  readonly fencing: number;
  readonly ageSeconds: number;
  readonly isStale: boolean;
}

export interface LeaseClaim {
  /** Unique to one holder in one process life. */
  readonly name: string;
  readonly pid: number;
  readonly hostname: string;
  readonly heartbeatTimeout: number;
}

export type LeaseAttempt =
  | { readonly outcome: 'acquired'; readonly fencing: number; readonly overwrote: LeaseRow | undefined }
  | { readonly outcome: 'held_by_other'; readonly holder: LeaseRow };

/** What the lease needs of a store: each call is one atomic statement or transaction. */
export interface LeaseStore {
  /** Takes the lease when nobody holds it, when its holder is stale, or when the claimant holds it already. */
  tryAcquire(claim: LeaseClaim): Promise<LeaseAttempt>;
  /** False when the lease is no longer this holder's with this fencing number. */
  heartbeat(holder: { readonly name: string; readonly fencing: number }): Promise<boolean>;
  /** False when it was another's (release mismatch); nothing is changed then. */
  release(holder: { readonly name: string; readonly fencing: number }): Promise<boolean>;
  read(): Promise<LeaseRow | undefined>;
}

/** The lock with a heartbeat by which one of several instances runs the background tasks: who wants it, who has it. */
export interface LeaseClaim {
  /** Unique to one holder in one process life. */
  readonly name: string;
  readonly pid: number;
  readonly hostname: string;
  /** Seconds after which a silent holder has lost the lease. */
  readonly heartbeatTimeout: number;
}

/** A lease as its holder knows it. */
export interface HeldLease {
  readonly name: string;
  /** Grows by one with every change of the holder; a background write carries it and is refused when it is no longer the newest. */
  readonly fencing: number;
}

/** The holder as the database sees it; the age is computed by the database's clock, never by ours. */
export interface LeaseHolder extends LeaseClaim, HeldLease {
  /** Seconds since its last heartbeat. */
  readonly ageSeconds: number;
  /** It was silent for longer than its timeout: whoever asks gets the lease. */
  readonly isStale: boolean;
}

export type LeaseAttempt =
  | { readonly outcome: 'acquired'; readonly fencing: number; readonly overwrote: LeaseHolder | undefined }
  | { readonly outcome: 'held_by_other'; readonly holder: LeaseHolder };

/** The time for which this instance holds the lease. */
export interface Tenure {
  /** Every write of a background task carries it; the store refuses a number that is no longer the newest. */
  readonly fencing: number;
  /** Aborts when the lease is lost or the server stops. */
  readonly signal: AbortSignal;
}

/** Work that only one of several instances does. */
export interface BackgroundTask {
  readonly name: string;
  /** Works until the signal aborts and ends soon after it. One that ends earlier, by itself or by an error, is begun again. */
  run(tenure: Tenure): Promise<void>;
}

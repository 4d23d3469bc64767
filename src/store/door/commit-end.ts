// How a transaction has ended, for whoever took part in it without ending it.

/** One of both is called, once. Neither may throw nor wait. */
export interface CommitEnd {
  /** All of it is durable. */
  readonly durable: () => void;
  /** Nothing of it may be relied on: it was refused, or nobody knows how it ended. */
  readonly refused: () => void;
}

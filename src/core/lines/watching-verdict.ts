// Whether what should be watched is being watched, in a word and in sentences.

export interface WatchingVerdict {
  readonly status: 'ok' | 'degraded' | 'failing';
  readonly reasons: readonly string[];
  /** Something is wrong with what is watched; that there is nothing to watch is another matter. */
  readonly isTroubled: boolean;
}

/** A page of a list that is read newest first: how many, and where the last page ended. */
export interface PageRequest {
  readonly limit: number;
  /** What an earlier page gave as `nextCursor`. Opaque: made and read by the store alone. */
  readonly cursor?: string | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Null when this was the last page. */
  readonly nextCursor: string | null;
}

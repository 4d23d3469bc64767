// From bytes to symbols: the tables by which automata decode UTF-8 as Go does, in which bytes that never make a difference share a column.

/**
 * Reads one character at a time. At the root stands either a whole character or the first byte of a longer one, which
 * leads to a node; each node tells what a following byte completes, where it leads on, or that the bytes so far are no
 * character. In that last case Go takes the first byte alone as U+FFFD and begins anew behind it. The bytes behind it
 * are continuation bytes, so each of them becomes a U+FFFD as well: `depth` of them in all, before the byte that failed.
 */
export interface Decoder {
  /** The column of each byte. */
  readonly columns: Uint8Array;
  readonly columnCount: number;
  /** Node by node (the root first), column by column: a symbol, or BROKEN, or a node as `nodeEntry` codes it. */
  readonly entries: Int16Array | Int32Array;
  /** How many bytes have been read on reaching each node. */
  readonly depths: Uint8Array;
  /** What an invalid byte counts as: the symbol of U+FFFD. */
  readonly invalidSymbol: number;
}

export const BROKEN = -1;

/** Entries for nodes lie below BROKEN. Coding and decoding are the same operation. */
export const nodeEntry = (node: number): number => -2 - node;

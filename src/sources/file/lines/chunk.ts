// A piece of a file: bytes[from, end) of a buffer, which are read from a place of it on.
import { NEWLINE } from '../../../core/text/line-end.ts';

export interface Chunk {
  readonly bytes: Buffer;
  /** The beginning of a line. */
  readonly from: number;
  readonly end: number;
  /** The place of `bytes[from]` in the file. */
  readonly offset: number;
  /** Nothing more will ever come: what stands at the end without a `\n` is a line as well. */
  readonly isLast: boolean;
}

/** A longer line is cut, as those of containers are. */
export const LONGEST_LINE = 1024 * 1024;

/** Where the line that begins at `at` ends, its `\n` not counted; -1 when it is not whole. */
export function lineEnd({ bytes, end, isLast }: Chunk, at: number): number {
  const found = bytes.indexOf(NEWLINE, at);
  if (found >= 0 && found < end) return found;
  return isLast && at < end ? end : -1;
}

/** At most as long as may be, and then to the last whole character. */
export function cutEnd(bytes: Uint8Array, from: number, end: number): number {
  if (end - from <= LONGEST_LINE) return end;
  const limit = from + LONGEST_LINE;
  let at = limit;
  while (at > limit - 4 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--;
  return at > from ? at : limit;
}

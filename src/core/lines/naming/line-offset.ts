// Which line of a file one of a batch is.
import type { LineBatch } from '../line-batch.ts';

/** Where it begins in its file: that is its identity there, with the number of the file's generation in the first word of its hash. */
export const offsetOf = ({ hashes, ordinals }: Pick<LineBatch, 'hashes' | 'ordinals'>, line: number): number =>
  (hashes[2 * line + 1] ?? 0) + (ordinals[line] ?? 0) * 0x1_0000_0000;

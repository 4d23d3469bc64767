// A line as it is remembered where only its identity counts.
import type { RawLine } from '../../lines/raw-line.ts';

export type FirstLine = Pick<RawLine, 'seconds' | 'nanos' | 'stream' | 'hash1' | 'hash2'>;

export const keep = ({ seconds, nanos, stream, hash1, hash2 }: RawLine): FirstLine => ({
  seconds,
  nanos,
  stream,
  hash1,
  hash2,
});

export const isSame = (a: FirstLine, b: FirstLine): boolean =>
  a.seconds === b.seconds && a.nanos === b.nanos && a.stream === b.stream && a.hash1 === b.hash1 && a.hash2 === b.hash2;

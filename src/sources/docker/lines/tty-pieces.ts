// The pieces of a terminal's long line: where the line ends, and the line without the stamps between them.
import { compareStamps, type Stamp } from '../../../core/lines/stamp.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { COPIED } from './line-assembler.ts';
import type { StampReader } from './stamps/stamp-reader.ts';

const CARRIAGE_RETURN = 0x0d;

/** The stamp that begins at an offset, and the offset of the text behind it. */
export function stampAt(
  bytes: Uint8Array,
  at: number,
  stamps: StampReader,
): { readonly stamp: Stamp; readonly text: number } | undefined {
  const text = stamps.read(bytes, at, bytes.length);
  return text < 0 ? undefined : { stamp: { seconds: stamps.seconds, nanos: stamps.nanos }, text };
}

/**
 * Where the line that begins with the stamp at `from` ends, as far as can be seen without its `\n`. Before version 23 the local
 * driver leaves that out behind the last piece of a long line. So where a line has more than one piece, a later stamp begins
 * another line: behind a `\r`, with which a terminal ends its lines, or behind the stamp of a piece that is empty.
 */
export function endOfLine(bytes: Uint8Array, from: number, stamps: StampReader): number {
  const first = stampAt(bytes, from, stamps);
  if (!first) return bytes.length;
  const stamp = bytes.subarray(from, first.text);
  const isLater = (at: number): boolean => {
    const next = stampAt(bytes, at, stamps);
    return next !== undefined && next.text - at === stamp.length && compareStamps(next.stamp, first.stamp) > 0;
  };
  for (let piece = nextPiece(bytes, stamp, first.text); piece >= 0; ) {
    if (isLater(piece)) return piece;
    const next = nextPiece(bytes, stamp, piece);
    const end = next < 0 ? bytes.length : next - stamp.length;
    for (let at = behindReturn(bytes, piece); at > 0 && at <= end; at = behindReturn(bytes, at)) {
      if (isLater(at)) return at;
    }
    piece = next;
  }
  return bytes.length;
}

/** Where the text of the piece behind the one at `from` begins; negative when there is none. */
function nextPiece(bytes: Uint8Array, stamp: Uint8Array, from: number): number {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(stamp, from + COPIED);
  return at < 0 ? at : at + stamp.length;
}

/** 0 when no `\r` follows. */
const behindReturn = (bytes: Uint8Array, from: number): number => bytes.indexOf(CARRIAGE_RETURN, from) + 1;

/** A line in one, with the stamp of its beginning alone. */
export interface JoinedPieces {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly end: number;
  readonly pieces: number;
}

/**
 * The same stamp stands before each piece of a line; none but the last piece is shorter than COPIED, and where exactly the next
 * begins nobody says, since a driver may have made the piece longer. That a line should hold the nanosecond of its own arrival
 * there is as good as impossible.
 */
export function joinPieces(line: Uint8Array, stamps: StampReader): JoinedPieces {
  const { text } = stampAt(line, 0, stamps) ?? { text: line.length };
  const stamp = line.subarray(0, text);
  const joined = new GrowingBytes();
  joined.append(stamp, 0, text);
  for (let [from, pieces] = [text, 1]; ; pieces++) {
    const next = nextPiece(line, stamp, from);
    joined.append(line, from, next < 0 ? line.length : next - text);
    if (next < 0) return { bytes: joined.bytes, from: 0, end: joined.length, pieces };
    from = next;
  }
}

// The last step to a line: cuts what is too long, takes the `\r` off, hashes, hands over.
import type { StreamNumber } from '../../../core/lines/line-batch.ts';
import type { Stamp } from '../../../core/lines/stamp.ts';
import { NO_BYTES } from './growing-bytes.ts';
import { hashLine } from './line-hash.ts';
import { emptyLine, type LineTaker } from './raw-line.ts';

/** Of a longer line so much is kept: its beginning, to the last whole character. */
export const LONGEST_LINE = 1024 * 1024;

const CARRIAGE_RETURN = 0x0d;
/** An odd number: multiples of it are all different. */
const PIECE = 0x9e3779b1;

export class LineOutlet {
  readonly #taker: LineTaker;
  readonly #line = emptyLine();
  #nth = 0;

  constructor(taker: LineTaker) {
    this.#taker = taker;
  }

  /**
   * Whose line the next one is. Of several lines in one record, which have one stamp, `nth` is the number: it becomes part of
   * the hash, so that each keeps an identity of its own.
   */
  stamped(stream: StreamNumber, stamp: Stamp, nth = 0): void {
    this.#line.stream = stream;
    this.#line.seconds = stamp.seconds;
    this.#line.nanos = stamp.nanos;
    this.#nth = nth;
  }

  /** Hands bytes[from, end), which ends where its `\n` is, over as a line. Not when there is a `\n` in it: then it says false, and nothing has happened. */
  whole(bytes: Uint8Array, from: number, end: number): boolean {
    const line = this.#line;
    const content = end > from && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    line.truncated = content - from > LONGEST_LINE;
    line.bytes = bytes;
    line.from = from;
    line.end = line.truncated ? lastCharacterEnd(bytes, from + LONGEST_LINE) : content;
    if (hashLine(line)) return false;
    if (this.#nth > 0) line.hash1 = (line.hash1 ^ Math.imul(this.#nth, PIECE)) >>> 0;
    this.#taker.line(line);
    line.bytes = NO_BYTES;
    return true;
  }
}

/** Where the last character ends that is whole before `limit`; `limit` itself where the bytes are no UTF-8. */
function lastCharacterEnd(bytes: Uint8Array, limit: number): number {
  for (let back = 1; back <= 3; back++) {
    const byte = bytes[limit - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? limit - back : limit;
  }
  return limit;
}

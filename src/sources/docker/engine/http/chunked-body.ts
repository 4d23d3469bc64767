// The chunked transfer coding, taken apart where it lies: the pieces handed over are parts of the very bytes that were read.
import type { Body, BodyProgress, BodyTaker } from './body.ts';

/** More than any engine sends at once; a size is only counted down, so this bounds no memory, it finds out nonsense. */
const LARGEST_CHUNK = 0x7fff_ffff;
const MOST_DIGITS = 16;
/** A chunk of a log is rarely longer than what this many digits hold. */
const USUAL_DIGITS = 6;
const SHORTEST_BETWEEN = 6;
/** Of the extensions of one chunk, and of all trailers. */
const MOST_IGNORED_BYTES = 16 * 1024;

const [CR, LF, SEMICOLON, SPACE, TAB] = [13, 10, 59, 32, 9];

// Where among the bytes between two payloads the decoder stands. Numbers, because this is asked for every byte of them.
const FIRST_DIGIT = 0;
const DIGITS = 1;
const EXTENSION = 2;
const SIZE_LF = 3;
const PAYLOAD = 4;
const PAYLOAD_CR = 5;
const PAYLOAD_LF = 6;
const TRAILER_START = 7;
const TRAILER = 8;
const TRAILER_LF = 9;
const LAST_LF = 10;
const COMPLETE = 11;
const MALFORMED = 12;
const STOPPED = 13;

export class ChunkedBody implements Body {
  readonly #taker: BodyTaker;
  #state = FIRST_DIGIT;
  /** What is missing of the payload; before that, the size as far as it was read. */
  #left = 0;
  #digits = 0;
  #ignored = 0;
  pieces = 0;
  reason = '';

  constructor(taker: BodyTaker) {
    this.#taker = taker;
  }

  push(bytes: Uint8Array, from: number, end: number): BodyProgress {
    let at = from;
    while (at < end && this.#state < COMPLETE) {
      if (this.#state !== PAYLOAD) {
        at = this.#state === PAYLOAD_CR ? this.#next(bytes, at, end) : this.#between(bytes, at, end);
        continue;
      }
      const stop = Math.min(end, at + this.#left);
      this.#left -= stop - at;
      if (this.#left === 0) this.#state = PAYLOAD_CR;
      this.pieces += 1;
      this.#taker.data(bytes, at, stop);
      at = stop;
    }
    if (this.#state < COMPLETE) return 'more';
    if (this.#state === COMPLETE) return 'complete';
    return this.#state === MALFORMED ? 'malformed' : 'over';
  }

  atClose(): 'complete' | 'cut' {
    return 'cut';
  }

  stop(): void {
    this.#state = STOPPED;
  }

  /** The usual way from one payload to the next, when all of it is there: a line end, a short size, a line end. All else goes byte by byte. */
  #next(bytes: Uint8Array, from: number, end: number): number {
    if (end - from < SHORTEST_BETWEEN || bytes[from] !== CR || bytes[from + 1] !== LF)
      return this.#between(bytes, from, end);
    const last = Math.min(end - 1, from + 2 + USUAL_DIGITS);
    let size = 0;
    for (let at = from + 2; at < last; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === CR && size > 0 && bytes[at + 1] === LF) {
        this.#left = size;
        this.#state = PAYLOAD;
        return at + 2;
      }
      const digit = digitOf(byte);
      if (digit < 0) break;
      size = size * 16 + digit;
    }
    return this.#between(bytes, from, end);
  }

  /** Reads on until a payload begins, the body ends or the bytes do; returns where that is. */
  #between(bytes: Uint8Array, from: number, end: number): number {
    let at = from;
    while (at < end && this.#state !== PAYLOAD && this.#state < COMPLETE) {
      // Inside of [from, end), so never undefined; the 0 is for the compiler.
      const byte = bytes[at++] ?? 0;
      if (this.#state <= DIGITS) this.#size(byte);
      else this.#rest(byte);
    }
    return at;
  }

  #size(byte: number): void {
    const digit = digitOf(byte);
    if (digit >= 0) this.#digit(digit);
    else if (this.#state === FIRST_DIGIT) this.#fail('a chunk without a size');
    else if (byte === CR) this.#state = SIZE_LF;
    else if (byte === SEMICOLON || byte === SPACE || byte === TAB) this.#state = EXTENSION;
    else this.#fail('a chunk whose size is no number');
  }

  #digit(digit: number): void {
    this.#left = this.#left * 16 + digit;
    this.#digits += 1;
    this.#state = DIGITS;
    if (this.#left > LARGEST_CHUNK || this.#digits > MOST_DIGITS) this.#fail('a chunk of an impossible size');
  }

  #rest(byte: number): void {
    switch (this.#state) {
      case PAYLOAD_CR:
        this.#expect(byte === CR, PAYLOAD_LF);
        break;
      case PAYLOAD_LF:
        this.#digits = 0;
        this.#ignored = 0;
        this.#expect(byte === LF, FIRST_DIGIT);
        break;
      case SIZE_LF:
        this.#expect(byte === LF, this.#left === 0 ? TRAILER_START : PAYLOAD);
        break;
      case EXTENSION:
        this.#skip(byte, SIZE_LF);
        break;
      case TRAILER_START:
        if (byte === CR) this.#state = LAST_LF;
        else this.#trailer(byte);
        break;
      case TRAILER:
        this.#skip(byte, TRAILER_LF);
        break;
      case TRAILER_LF:
        this.#expect(byte === LF, TRAILER_START);
        break;
      default:
        this.#expect(byte === LF, COMPLETE);
    }
  }

  #expect(met: boolean, next: number): void {
    if (met) this.#state = next;
    else this.#fail('a chunk that is longer or shorter than its size');
  }

  #trailer(byte: number): void {
    this.#state = TRAILER;
    this.#skip(byte, TRAILER_LF);
  }

  /** Passes over what means nothing to us, up to the end of its line. */
  #skip(byte: number, atLineEnd: number): void {
    this.#ignored += 1;
    if (byte === CR) this.#state = atLineEnd;
    if (byte === LF) this.#fail('a line that ends without its carriage return');
    else if (this.#ignored > MOST_IGNORED_BYTES) this.#fail('too many extensions or trailers');
  }

  #fail(reason: string): void {
    this.#state = MALFORMED;
    this.reason = reason;
  }
}

/** The value of a hexadecimal digit, or -1. */
function digitOf(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

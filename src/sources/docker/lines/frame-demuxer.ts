// Takes the frames of a multiplexed stream apart: `[stream][0 0 0][length, 32 bits][payload]`, from pieces of bytes that are cut anywhere.
import { GrowingBytes, NO_BYTES } from './growing-bytes.ts';
import { wordsOf } from './words-of.ts';

/** There is one of these for each demuxer, used for every frame again: nobody may keep it. */
export interface Frame {
  /** 0 and 1 are stdout, 2 is stderr, 3 is the engine itself. */
  stream: number;
  /** bytes[from, end) is the payload. */
  bytes: Uint8Array;
  from: number;
  end: number;
  /** A long frame that has not come as a whole is handed over as it comes: its `first` part, and each `next` one. */
  part: 'whole' | 'first' | 'next';
}

export const ENGINE_STREAM = 3;

/** What frames may turn out to be. None of the calls may throw. */
export interface FrameTaker {
  frame(frame: Frame): void;
  /** Nothing comes after this. */
  protocolError(reason: string): void;
}

/** Larger frames are none: an engine's have some 16 KiB. */
export const LONGEST_FRAME = 16 * 1024 * 1024;
/** Frames are gathered up to this length. */
const LONGEST_GATHERED = 64 * 1024;
/** Of a longer one the first part has so many bytes at least: a stamp, and what is kept of an engine's sentence. */
export const FIRST_PART = 8 * 1024;
const HEADER = 8;
const PADDING = 0x00ffffff;
/** More than can have come. */
const NEVER = 0x7fffffff;

/** A frame that lies in one piece, as nearly all do, is handed over where it lies. Else it is gathered, in memory that is held no longer than that, or in parts where it is long. */
export class FrameDemuxer {
  readonly #taker: FrameTaker;
  readonly #frame: Frame = { stream: 0, bytes: NO_BYTES, from: 0, end: 0, part: 'whole' };
  readonly #carried = new GrowingBytes();
  /** What is still to come of a frame that is handed over in parts, and how much of it has come. */
  #left = 0;
  #handedOver = 0;
  #failed = false;

  constructor(taker: FrameTaker) {
    this.#taker = taker;
  }

  push(bytes: Uint8Array, from: number, end: number): void {
    let at = from;
    if (this.#left > 0) at = this.#goOn(bytes, from, end);
    else if (this.#carried.length > 0) at = this.#complete(bytes, from, end);
    while (!this.#failed && end - at >= HEADER) {
      const length = this.#lengthAt(bytes, at);
      if (length > end - at - HEADER) break;
      at += HEADER + length;
      this.#handOver(bytes, at - length, at);
    }
    if (this.#failed || at === end) return;
    this.#carried.append(bytes, at, end);
    this.#beginLong();
  }

  /** Takes nothing more, and says why. */
  fail(reason: string): void {
    this.#failed = true;
    this.#left = 0;
    this.#carried.release();
    this.#taker.protocolError(reason);
  }

  /** The stream has ended: a frame must not have been cut by that. */
  finish(): void {
    const length = this.#carried.length + (this.#left > 0 ? this.#handedOver : 0);
    if (length > 0) this.fail(`The stream ended within a frame, ${length} bytes after it had begun.`);
  }

  /** Forgets a frame that has begun. */
  discard(): void {
    this.#left = 0;
    this.#carried.release();
  }

  /** Goes on with the frame that was cut; gives the offset of what comes behind it. */
  #complete(bytes: Uint8Array, from: number, end: number): number {
    const carried = this.#carried;
    let at = from;
    if (carried.length < HEADER) {
      at = Math.min(end, from + HEADER - carried.length);
      carried.append(bytes, from, at);
      if (carried.length < HEADER) return end;
    }
    const missing = HEADER + this.#lengthAt(carried.bytes, 0) - carried.length;
    if (this.#failed) return end;
    const rest = Math.min(end, at + missing);
    carried.append(bytes, at, rest);
    if (rest - at < missing) {
      this.#beginLong();
      return end;
    }
    const { bytes: whole, length } = carried;
    carried.release();
    this.#handOver(whole, HEADER, length);
    return rest;
  }

  /** Hands over what was gathered when it is enough of a long frame to begin with. */
  #beginLong(): void {
    const { bytes, length } = this.#carried;
    if (length < HEADER + FIRST_PART) return;
    const announced = this.#lengthAt(bytes, 0);
    if (this.#failed || announced <= LONGEST_GATHERED) return;
    this.#carried.release();
    this.#left = HEADER + announced - length;
    this.#handedOver = length;
    this.#frame.part = 'first';
    this.#handOver(bytes, HEADER, length);
    this.#frame.part = 'whole';
  }

  /** Hands over what has come of a long frame; gives the offset of what comes behind it. */
  #goOn(bytes: Uint8Array, from: number, end: number): number {
    const rest = Math.min(end, from + this.#left);
    this.#left -= rest - from;
    this.#handedOver += rest - from;
    const frame = this.#frame;
    frame.part = 'next';
    this.#give(bytes, from, rest);
    frame.part = 'whole';
    return rest;
  }

  #handOver(bytes: Uint8Array, from: number, end: number): void {
    this.#frame.stream = bytes[from - HEADER] ?? 0;
    this.#give(bytes, from, end);
  }

  #give(bytes: Uint8Array, from: number, end: number): void {
    const frame = this.#frame;
    frame.bytes = bytes;
    frame.from = from;
    frame.end = end;
    this.#taker.frame(frame);
    frame.bytes = NO_BYTES;
  }

  /** The length that the header at `at` tells; a header that is none fails, and its length is then NEVER. */
  #lengthAt(bytes: Uint8Array, at: number): number {
    const words = wordsOf(bytes);
    const head = words.getUint32(at);
    const length = words.getUint32(at + 4);
    if ((head & PADDING) === 0 && head >>> 24 <= ENGINE_STREAM && length <= LONGEST_FRAME) return length;
    this.fail(headerFault(head, length));
    return NEVER;
  }
}

function headerFault(head: number, length: number): string {
  const stream = head >>> 24;
  if ((head & PADDING) !== 0 || stream > ENGINE_STREAM) {
    return `A frame was expected, but its header begins with ${head.toString(16).padStart(8, '0')}.`;
  }
  return `A frame of ${length} bytes was announced; the longest that is taken has ${LONGEST_FRAME}.`;
}

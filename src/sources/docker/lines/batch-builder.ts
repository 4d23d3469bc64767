// Collects lines into the batch in which they travel on. One may serve all containers of an engine, so idle ones cost no buffer.
import { type LineBatch, TRUNCATED } from '../../../core/lines/line-batch.ts';
import type { RawLine } from './raw-line.ts';
import { wordsOf } from './words-of.ts';

/** A batch with so many bytes or lines is full and is to be handed on. */
const FULL_BYTES = 256 * 1024;
const FULL_LINES = 4096;
const FIRST_LINES = 64;
/** Lines of up to so many bytes are copied word by word; above it a call of the runtime is quicker. */
const BY_WORDS = 1024;
const NEWLINE = 0x0a;

/** It is itself the batch: filled by `append`, handed on, emptied by `clear`. It holds one line beyond what is full, at most, and keeps no memory beyond that for the next. */
export class BatchBuilder implements LineBatch {
  count = 0;
  length = 0;
  bytes = new Uint8Array(FULL_BYTES / 8);
  starts = new Int32Array(FIRST_LINES);
  ends = new Int32Array(FIRST_LINES);
  seconds = new Float64Array(FIRST_LINES);
  nanos = new Int32Array(FIRST_LINES);
  streams = new Uint8Array(FIRST_LINES);
  hashes = new Uint32Array(FIRST_LINES * 2);
  ordinals = new Uint32Array(FIRST_LINES);
  marks = new Uint8Array(FIRST_LINES);
  #words = new DataView(this.bytes.buffer);

  get full(): boolean {
    return this.length >= FULL_BYTES || this.count >= FULL_LINES;
  }

  /** Copies the line. Not when it is full: then the batch has to be handed on first. */
  append(line: RawLine, ordinal: number): void {
    if (this.full) throw new Error('A full batch was to be handed on before it got another line.');
    const at = this.count;
    const size = line.end - line.from;
    if (at === this.starts.length) this.#growArrays();
    if (this.length + size >= this.bytes.length) this.#growBytes(this.length + size + 1);
    const start = this.length;
    this.#copy(line, start);
    this.starts[at] = start;
    this.ends[at] = start + size;
    this.bytes[start + size] = NEWLINE;
    this.length = start + size + 1;
    this.seconds[at] = line.seconds;
    this.nanos[at] = line.nanos;
    this.streams[at] = line.stream;
    this.hashes[at * 2] = line.hash1;
    this.hashes[at * 2 + 1] = line.hash2;
    this.ordinals[at] = ordinal;
    this.marks[at] = line.truncated ? TRUNCATED : 0;
    this.count = at + 1;
  }

  clear(): void {
    this.count = 0;
    this.length = 0;
    if (this.bytes.length > FULL_BYTES * 2) this.#setBytes(new Uint8Array(FULL_BYTES));
  }

  #copy(line: RawLine, start: number): void {
    const { bytes, from, end } = line;
    const size = end - from;
    if (size < 8 || size > BY_WORDS) this.bytes.set(bytes.subarray(from, end), start);
    else {
      const source = wordsOf(bytes);
      const target = this.#words;
      const shift = start - from;
      const last = end - 8;
      let at = from;
      // Two words a turn: the turns cost as much as what is done in them.
      for (; at < last - 8; at += 16) {
        target.setBigUint64(at + shift, source.getBigUint64(at, true), true);
        target.setBigUint64(at + shift + 8, source.getBigUint64(at + 8, true), true);
      }
      if (at < last) target.setBigUint64(at + shift, source.getBigUint64(at, true), true);
      target.setBigUint64(last + shift, source.getBigUint64(last, true), true);
    }
  }

  #growBytes(needed: number): void {
    const grown = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.length));
    this.#setBytes(grown);
  }

  #setBytes(bytes: Uint8Array<ArrayBuffer>): void {
    this.bytes = bytes;
    this.#words = new DataView(bytes.buffer);
  }

  #growArrays(): void {
    const lines = this.starts.length * 2;
    this.starts = grown(this.starts, new Int32Array(lines));
    this.ends = grown(this.ends, new Int32Array(lines));
    this.seconds = grown(this.seconds, new Float64Array(lines));
    this.nanos = grown(this.nanos, new Int32Array(lines));
    this.streams = grown(this.streams, new Uint8Array(lines));
    this.hashes = grown(this.hashes, new Uint32Array(lines * 2));
    this.ordinals = grown(this.ordinals, new Uint32Array(lines));
    this.marks = grown(this.marks, new Uint8Array(lines));
  }
}

function grown<Numbers extends { set(values: Numbers): void }>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}

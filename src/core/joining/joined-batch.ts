// The batch in which joined lines travel on: each with the identity of its first line.
import type { LineBatch } from '../lines/line-batch.ts';
import type { ObjectsOfLines } from '../lines/objects/line-objects.ts';
import type { Stamp } from '../lines/stamp.ts';
import { freeInnerNewlines } from '../text/inner-newline.ts';
import { JoinedObjects } from './joined-objects.ts';

const NEWLINE = 0x0a;

interface LineOfBatch {
  readonly batch: LineBatch;
  readonly line: number;
}

/** What a line is besides its text. */
export interface LineHead {
  readonly stream: number;
  readonly seconds: number;
  readonly nanos: number;
  readonly hash1: number;
  readonly hash2: number;
  readonly ordinal: number;
  readonly mark: number;
}

export class JoinedBatch implements LineBatch {
  readonly isJoined = true;
  count = 0;
  length = 0;
  bytes = Buffer.alloc(4096);
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  seconds = new Float64Array(64);
  nanos = new Int32Array(64);
  streams = new Uint8Array(64);
  hashes = new Uint32Array(128);
  ordinals = new Uint32Array(64);
  marks = new Uint8Array(64);
  readonly joined = {
    ...{ lines: 0, counts: new Int32Array(64) },
    ...{ seconds: new Float64Array(64), nanos: new Int32Array(64) },
  };

  readonly #objects = new JoinedObjects();

  get objects(): ObjectsOfLines | undefined {
    return this.#objects.all(this.count);
  }

  /** @param objects of the lines that come */
  clear(objects?: ObjectsOfLines): void {
    this.#objects.clear(objects);
    this.count = 0;
    this.joined.lines = 0;
    this.length = 0;
  }

  /** Begins a line of so many bytes: with what its first is besides its text, or as that line of a batch. */
  begin(as: LineHead | LineOfBatch | undefined, size: number): void {
    this.#makeRoom(size + 1);
    const at = this.count++;
    this.starts[at] = this.length;
    if (as === undefined) return;
    if ('batch' in as) this.#takeHead(at, as);
    else this.#setHead(at, as);
  }

  /** What the first line of the one that was begun was taken out of: an object that is kept, or that of a line of the batch at hand. */
  takenOutOf(object: Uint8Array | number | undefined): void {
    this.#objects.add(this.count - 1, object);
  }

  write(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Writes source[from, end); where the log may have the byte for a line feed itself, told from that. */
  copy(
    source: Buffer,
    { from, end, isFree }: { readonly from: number; readonly end: number; readonly isFree: boolean },
  ) {
    source.copy(this.bytes, this.length, from, end);
    const behind = this.length + end - from;
    if (!isFree) freeInnerNewlines(this.bytes.subarray(this.length, behind));
    this.length = behind;
  }

  end(lines: number, newest: Stamp): void {
    const at = this.count - 1;
    this.ends[at] = this.length;
    this.bytes[this.length++] = NEWLINE;
    this.joined.lines += lines;
    this.joined.counts[at] = lines;
    this.joined.seconds[at] = newest.seconds;
    this.joined.nanos[at] = newest.nanos;
  }

  #setHead(at: number, head: LineHead): void {
    this.seconds[at] = head.seconds;
    this.nanos[at] = head.nanos;
    this.streams[at] = head.stream;
    this.hashes[2 * at] = head.hash1;
    this.hashes[2 * at + 1] = head.hash2;
    this.ordinals[at] = head.ordinal;
    this.marks[at] = head.mark;
  }

  #takeHead(at: number, { batch, line }: LineOfBatch): void {
    this.seconds[at] = batch.seconds[line] ?? 0;
    this.nanos[at] = batch.nanos[line] ?? 0;
    this.streams[at] = batch.streams[line] ?? 0;
    this.hashes[2 * at] = batch.hashes[2 * line] ?? 0;
    this.hashes[2 * at + 1] = batch.hashes[2 * line + 1] ?? 0;
    this.ordinals[at] = batch.ordinals[line] ?? 0;
    this.marks[at] = batch.marks[line] ?? 0;
  }

  #makeRoom(bytes: number): void {
    if (this.length + bytes > this.bytes.length)
      this.bytes = into(Buffer.alloc(2 * (this.length + bytes)), this.bytes.subarray(0, this.length));
    const lines = this.starts.length;
    if (this.count < lines) return;
    this.starts = into(new Int32Array(2 * lines), this.starts);
    this.ends = into(new Int32Array(2 * lines), this.ends);
    this.seconds = into(new Float64Array(2 * lines), this.seconds);
    this.nanos = into(new Int32Array(2 * lines), this.nanos);
    this.streams = into(new Uint8Array(2 * lines), this.streams);
    this.hashes = into(new Uint32Array(4 * lines), this.hashes);
    this.ordinals = into(new Uint32Array(2 * lines), this.ordinals);
    this.marks = into(new Uint8Array(2 * lines), this.marks);
    this.joined.counts = into(new Int32Array(2 * lines), this.joined.counts);
    this.joined.seconds = into(new Float64Array(2 * lines), this.joined.seconds);
    this.joined.nanos = into(new Int32Array(2 * lines), this.joined.nanos);
  }
}

function into<Column extends { set(values: ArrayLike<number>): void }>(
  larger: Column,
  values: ArrayLike<number>,
): Column {
  larger.set(values);
  return larger;
}

export function headOfLine(batch: LineBatch, line: number): LineHead {
  return {
    stream: batch.streams[line] ?? 0,
    seconds: batch.seconds[line] ?? 0,
    nanos: batch.nanos[line] ?? 0,
    hash1: batch.hashes[2 * line] ?? 0,
    hash2: batch.hashes[2 * line + 1] ?? 0,
    ordinal: batch.ordinals[line] ?? 0,
    mark: batch.marks[line] ?? 0,
  };
}

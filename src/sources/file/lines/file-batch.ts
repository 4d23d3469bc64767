// The batch in which lines of files travel on. One serves all files of a machine: it is handed on and filled anew.
import { type LineBatch, STDOUT, type StreamNumber } from '../../../core/lines/line-batch.ts';
import type { ObjectsOfLines } from '../../../core/lines/objects/line-objects.ts';
import { MOST_ENDS } from './newlines-layout.ts';

/** A batch with so many lines is handed on. */
export const FULL_LINES = MOST_ENDS;

export class FileBatch implements LineBatch {
  count = 0;
  length = 0;
  /** The file's own bytes where its lines are what stands in it, else `own`. */
  bytes: Uint8Array = new Uint8Array(0);
  readonly starts = new Int32Array(FULL_LINES);
  readonly ends = new Int32Array(FULL_LINES);
  readonly seconds = new Float64Array(FULL_LINES);
  readonly nanos = new Int32Array(FULL_LINES);
  readonly streams = new Uint8Array(FULL_LINES);
  readonly hashes = new Uint32Array(FULL_LINES * 2);
  readonly ordinals = new Uint32Array(FULL_LINES);
  readonly marks = new Uint8Array(FULL_LINES);
  /** Behind the last line of the file that is in here or was passed over. */
  behind = 0;
  isTimedOnArrival = false;
  /** A format whose lines may have line feeds within them says so. */
  isJoined = false;
  /** A format whose lines are members of objects says where these stand. */
  objects: ObjectsOfLines | undefined = undefined;
  readonly objectStarts = new Int32Array(FULL_LINES);
  readonly objectEnds = new Int32Array(FULL_LINES);
  #own = new Uint8Array(0);
  #generation = 0;

  get full(): boolean {
    return this.count >= FULL_LINES;
  }

  /** Empty, for lines of this generation of a file. */
  begin(generation: number, bytes: Uint8Array): void {
    this.count = 0;
    this.length = 0;
    this.isJoined = false;
    this.objects = undefined;
    this.bytes = bytes;
    this.#generation = generation;
  }

  /** Room of our own for lines that are not what stands in the file. */
  room(size: number): Uint8Array {
    if (this.#own.length < size || this.#own.length > 8 * 1024 * 1024) this.#own = new Uint8Array(size);
    return this.#own;
  }

  /** A line whose text is bytes[start, end), and which begins at this offset of its generation. */
  add(start: number, end: number, offset: number): void {
    const at = this.count++;
    this.starts[at] = start;
    this.ends[at] = end;
    this.streams[at] = STDOUT;
    // Which line of a file it is, no time and no content says. Together with the origin's key it is the line's identity.
    this.hashes[at * 2] = this.#generation;
    this.hashes[at * 2 + 1] = offset % 0x1_0000_0000;
    this.ordinals[at] = Math.floor(offset / 0x1_0000_0000);
    this.marks[at] = 0;
  }

  /** What is known of the line that was added last. */
  timed({ seconds, nanos }: { readonly seconds: number; readonly nanos: number }): void {
    this.seconds[this.count - 1] = seconds;
    this.nanos[this.count - 1] = nanos;
  }

  streamed(stream: StreamNumber): void {
    this.streams[this.count - 1] = stream;
  }

  /** Its object stands in [start, end) of the bytes that the format says. */
  takenOutOf(start: number, end: number): void {
    this.objectStarts[this.count - 1] = start;
    this.objectEnds[this.count - 1] = end;
  }

  marked(mark: number): void {
    this.marks[this.count - 1] = mark;
  }
}

// Lines on their way from a source to whoever judges them: offsets into one buffer, no object a line.
import type { WithObjects } from './objects/line-objects.ts';

export const STDOUT = 1;
export const STDERR = 2;
export type StreamNumber = typeof STDOUT | typeof STDERR;

/** Which streams of an origin anybody wants to have read. */
export interface WantedStreams {
  readonly stdout: boolean;
  readonly stderr: boolean;
}

export const BOTH_STREAMS: WantedStreams = { stdout: true, stderr: true };

/** A mark of a line: it was longer than may be kept, and this is its beginning. */
export const TRUNCATED = 1;

export interface JoinedLines {
  /** How many of the log they are together, and each of them. */
  readonly lines: number;
  readonly counts: Int32Array;
  /** The newest moment within each. */
  readonly seconds: Float64Array;
  readonly nanos: Int32Array;
}

/**
 * Lines of one origin in the order in which they were read. All arrays belong to the source and are valid only until the
 * call that hands the batch over returns; they may be longer than what is used.
 */
export interface LineBatch extends WithObjects {
  readonly count: number;
  /** bytes[0, length) holds the lines one behind the other, each with a `\n` behind it, so that a matcher may scan all of it in one pass. */
  readonly bytes: Uint8Array;
  readonly length: number;
  /** Line i is bytes[starts[i], ends[i]): without its `\n`, and without one `\r` before that. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The line's own time, seconds since 1970 and nanoseconds. */
  readonly seconds: Float64Array;
  readonly nanos: Int32Array;
  /** STDOUT or STDERR. */
  readonly streams: Uint8Array;
  /** Two words a line: a hash of the whole content. With the origin, the stream and the stamp it is the line's identity. */
  readonly hashes: Uint32Array;
  /** Which one it is of lines whose identity is the same otherwise: 0 but on engines whose stamps are coarse. */
  readonly ordinals: Uint32Array;
  /** TRUNCATED or 0. */
  readonly marks: Uint8Array;
  /** Lines may be several of the log: where one begins within them stands the byte for that, and nowhere else. */
  readonly isJoined?: boolean;
  /** Of lines that were joined of several. */
  readonly joined?: JoinedLines;
  /** The lines have no time of their own but that at which they were read. */
  readonly isTimedOnArrival?: boolean;
}

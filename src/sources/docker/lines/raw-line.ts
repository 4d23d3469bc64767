// One line as it came from an engine, before anybody has decided whether it is new.
import { STDOUT, type StreamNumber } from '../../../core/lines/line-batch.ts';
import { NO_BYTES } from './growing-bytes.ts';
import type { KnownRuns } from './runs/run-ends.ts';

/** There is one of these for each stream of lines, used for every line again: nobody may keep it. */
export interface RawLine {
  /** bytes[from, end) is the line's whole content, without its stamp, `\n`, and one `\r` before that. */
  bytes: Uint8Array;
  from: number;
  end: number;
  seconds: number;
  nanos: number;
  stream: StreamNumber;
  /** A hash of the content, unsigned. */
  hash1: number;
  hash2: number;
  /** It was longer than a line may be; this is its beginning. */
  truncated: boolean;
}

export const emptyLine = (): RawLine => ({
  bytes: NO_BYTES,
  from: 0,
  end: 0,
  seconds: 0,
  nanos: 0,
  stream: STDOUT,
  hash1: 0,
  hash2: 0,
  truncated: false,
});

/** What the bytes of a stream of lines may turn out to be. The calls come in order; none may throw. */
export interface LineTaker {
  /** Where runs of the container are known to have ended within a line. A flush adds the end of another one. */
  readonly runs?: KnownRuns | undefined;
  line(line: RawLine): void;
  /** The engine reports an error of its own in the middle of the stream. */
  engineError(message: string): void;
  /** What came can be no stream of lines: the reason. Nothing comes after this. */
  protocolError(reason: string): void;
}

/** Takes the bytes of a stream of lines apart, whatever its form. */
export interface LineReader {
  /** How many records of the engine's log have been taken apart so far: a long line is several, and `tail` counts them. */
  readonly records: number;
  push(bytes: Uint8Array, from: number, end: number): void;
  /** The stream is over and nothing will continue it: what is left is a line without an end. */
  flush(): void;
  /** The stream is over and may go on: what is left may be, too, and only what is known to have ended is a line. */
  rest(): void;
  /** The stream broke off: what is left will come again. */
  discard(): void;
  /** The earliest stamp of a line that has begun and not ended, on any stream. */
  openSince(): { readonly seconds: number; readonly nanos: number } | undefined;
}

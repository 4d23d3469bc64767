// Joins the pieces of long lines, for each stream by itself, and parts the lines of a record that holds several.
import { STDERR, STDOUT, type StreamNumber } from '../../../core/lines/line-batch.ts';
import { compareStamps, type Stamp } from '../../../core/lines/stamp.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { hashLine } from './line-hash.ts';
import { type LineOutlet, LONGEST_LINE } from './line-outlet.ts';
import type { KnownRuns, TextHash } from './runs/run-ends.ts';
import { RunWatch } from './runs/run-watch.ts';

/**
 * By what an engine's pieces are known to belong together. `stamp`: all pieces of a line have its stamp, and no piece but the
 * last is shorter than COPIED (Docker). `newline`: a line goes on until a `\n`, whatever its stamps say, but for where a run
 * is known to have ended (Podman).
 */
export type Joining = 'stamp' | 'newline';

/** Docker cuts what a container writes after so many bytes without a `\n`. Pieces may grow afterwards, where a driver writes three bytes for an invalid one; they never shrink. */
export const COPIED = 16_384;

/** The text of one record, or of a part of it, without its stamp. */
export interface Piece {
  readonly part: 'whole' | 'first' | 'next';
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly end: number;
}

interface OpenLine {
  readonly stream: StreamNumber;
  /** `cut`: it was handed over already, truncated, and the rest is passed over. */
  state: 'none' | 'open' | 'cut';
  seconds: number;
  nanos: number;
  /** Which one it is of the lines of a record. */
  nth: number;
  readonly text: GrowingBytes;
}

const NEWLINE = 0x0a;
/** One `\r` may still go off. */
const SURELY_TOO_LONG = LONGEST_LINE + 2;

export interface LineAssemblerParts {
  readonly outlet: LineOutlet;
  readonly joining: Joining;
  readonly runs: () => KnownRuns | undefined;
}

export class LineAssembler {
  readonly #outlet: LineOutlet;
  readonly #joining: Joining;
  readonly #runs: RunWatch | undefined;
  readonly #stdout = openLine(STDOUT);
  readonly #stderr = openLine(STDERR);
  /** Which line of its record the next part goes on with. */
  #nth = 0;

  constructor({ outlet, joining, runs }: LineAssemblerParts) {
    this.#outlet = outlet;
    this.#joining = joining;
    if (joining === 'newline') this.#runs = new RunWatch(runs, (stream) => hashOf(this.#lineOf(stream)));
  }

  take(stream: StreamNumber, stamp: Stamp, piece: Piece): void {
    if (piece.part !== 'next' && this.#runs?.next(stream, stamp.seconds)) this.#endRun();
    this.#add(stream, stamp, piece);
    while (this.#runs?.hasEnded(stream)) this.#endRun();
  }

  #add(stream: StreamNumber, stamp: Stamp, piece: Piece): void {
    const line = this.#lineOf(stream);
    const { bytes, from, end, part } = piece;
    if (line.state !== 'none' && !this.#continues(line, stamp)) this.#close(line);
    if (
      part === 'whole' &&
      line.state === 'none' &&
      end > from &&
      end - from < SURELY_TOO_LONG &&
      bytes[end - 1] === NEWLINE
    ) {
      this.#outlet.stamped(stream, stamp);
      if (this.#outlet.whole(bytes, from, end - 1)) return;
    }
    if (part !== 'next') this.#nth = 0;
    this.#takeApart(line, stamp, bytes.subarray(from, end));
    // Only the last piece of a line is so short; what a part lacks still comes.
    if (part === 'whole' && this.#joining === 'stamp' && end - from < COPIED) this.#close(line);
  }

  /** Hands over what is open as if it had ended, the earlier line first. */
  flush(): void {
    const open = this.#byTime();
    if (open.length > 0) this.#runs?.ended();
    for (const line of open) if (line.state === 'open') this.#close(line);
  }

  /** Hands over what is open where it is known to have ended. */
  rest(): void {
    if (this.#runs?.isAtEnd) this.#endRun();
  }

  discard(): void {
    forget(this.#stdout);
    forget(this.#stderr);
  }

  /** The earliest stamp of a line that goes on, of one whose rest is passed over, too: whoever begins behind it would take the rest for a line. */
  openSince(): Stamp | undefined {
    const [open] = this.#byTime();
    return open && { seconds: open.seconds, nanos: open.nanos };
  }

  /** What follows is another run's, also behind a line whose rest was passed over. */
  #endRun(): void {
    for (const line of this.#byTime()) this.#close(line);
  }

  #lineOf(stream: StreamNumber): OpenLine {
    return stream === STDERR ? this.#stderr : this.#stdout;
  }

  #byTime(): OpenLine[] {
    return [this.#stdout, this.#stderr].filter(({ state }) => state !== 'none').sort(compareStamps);
  }

  #continues(line: OpenLine, stamp: Stamp): boolean {
    return this.#joining === 'newline' || (line.nanos === stamp.nanos && line.seconds === stamp.seconds);
  }

  /** The way of all that is no whole line by itself. */
  #takeApart(line: OpenLine, stamp: Stamp, text: Uint8Array): void {
    let at = 0;
    for (; ; this.#nth++) {
      const newline = text.indexOf(NEWLINE, at);
      if (line.state === 'none') begin(line, stamp, this.#nth);
      this.#append(line, text, { from: at, end: newline < 0 ? text.length : newline });
      if (newline < 0) return;
      this.#close(line);
      at = newline + 1;
      if (at === text.length) break;
    }
    this.#nth++;
  }

  #append(line: OpenLine, text: Uint8Array, { from, end }: { readonly from: number; readonly end: number }): void {
    if (line.state === 'cut') return;
    line.text.append(text, from, Math.min(end, from + SURELY_TOO_LONG - line.text.length));
    if (line.text.length < SURELY_TOO_LONG) return;
    this.#close(line);
    line.state = 'cut';
  }

  #close(line: OpenLine): void {
    const { bytes, length } = line.text;
    const { state } = line;
    forget(line);
    if (state !== 'open') return;
    this.#outlet.stamped(line.stream, line, line.nth);
    this.#outlet.whole(bytes, 0, length);
  }
}

const openLine = (stream: StreamNumber): OpenLine => ({
  stream,
  state: 'none',
  seconds: 0,
  nanos: 0,
  nth: 0,
  text: new GrowingBytes(),
});

/** Of a line whose rest is passed over there is no text. */
function hashOf({ state, text }: OpenLine): TextHash {
  const hashed = { bytes: text.bytes, from: 0, end: text.length, hash1: 0, hash2: state === 'cut' ? 1 : 0 };
  if (state === 'open') hashLine(hashed);
  return { hash1: hashed.hash1, hash2: hashed.hash2 };
}

function begin(line: OpenLine, stamp: Stamp, nth: number): void {
  line.state = 'open';
  line.seconds = stamp.seconds;
  line.nanos = stamp.nanos;
  line.nth = nth;
}

function forget(line: OpenLine): void {
  line.state = 'none';
  line.text.release();
}

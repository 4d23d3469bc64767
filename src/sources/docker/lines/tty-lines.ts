// The reader of containers with a terminal: a raw stream of stdout alone, in which each line, and each further piece of a long one, begins with a stamp.
import { STDOUT } from '../../../core/lines/line-batch.ts';
import type { Stamp } from '../../../core/lines/stamp.ts';
import { LONGEST_STAMP } from '../../../core/lines/stamps/rfc3339.ts';
import { engineSentence, type LineReaderOptions } from './framed-lines.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { COPIED } from './line-assembler.ts';
import { LineOutlet, LONGEST_LINE } from './line-outlet.ts';
import type { LineReader, LineTaker } from './raw-line.ts';
import type { StampReader } from './stamps/stamp-reader.ts';
import { endOfLine, joinPieces, stampAt } from './tty-pieces.ts';

const NEWLINE = 0x0a;
/** How an engine begins a sentence of its own; it has no stamp, and no stream of its own here. */
const ENGINE_SENTENCE = Buffer.from('Error grabbing logs: ');
/** With so many bytes a line is too long, however many stamps are in it. */
const SURELY_TOO_LONG = LONGEST_LINE + (LONGEST_LINE / COPIED + 3) * LONGEST_STAMP;

/** Idle it holds no buffer. */
export class TtyLines implements LineReader {
  /** Where the pieces of a line cannot be told apart, this may be less. */
  records = 0;
  readonly #taker: LineTaker;
  readonly #stamps: StampReader;
  readonly #outlet: LineOutlet;
  readonly #piecesAreStamped: boolean;
  /** What has come since the last line that is over, stamps and all. */
  readonly #open = new GrowingBytes();
  /** How much of it is worth another look for lines that are over. */
  #lookAt = COPIED;
  /** Since when a line goes on that was handed over truncated already: its rest is passed over. */
  #cut: Stamp | undefined;
  #passedOver = 0;
  #failed = false;

  constructor({ taker, stamps, joining }: LineReaderOptions) {
    this.#taker = taker;
    this.#stamps = stamps;
    this.#outlet = new LineOutlet(taker);
    this.#piecesAreStamped = joining === 'stamp';
  }

  push(bytes: Uint8Array, from: number, end: number): void {
    let at = from;
    while (at < end && !this.#failed) {
      const newline = bytes.indexOf(NEWLINE, at);
      const isOver = newline >= 0 && newline < end;
      const lineEnd = isOver ? newline : end;
      if (isOver && this.#open.length === 0 && !this.#cut && lineEnd - at <= COPIED) this.#line(bytes, at, lineEnd);
      else {
        this.#keep(bytes, at, lineEnd);
        if (isOver) this.#end();
      }
      at = lineEnd + 1;
    }
  }

  flush(): void {
    const { bytes, length } = this.#open;
    this.#release();
    if (length > 0) this.#linesOf(bytes.subarray(0, length), true);
  }

  rest(): void {}

  discard(): void {
    this.#release();
    this.#cut = undefined;
  }

  openSince(): Stamp | undefined {
    const { bytes, length } = this.#open;
    return this.#cut ?? (length > 0 ? stampAt(bytes.subarray(0, length), 0, this.#stamps)?.stamp : undefined);
  }

  #release(): void {
    this.#open.release();
    this.#lookAt = COPIED;
  }

  #keep(bytes: Uint8Array, from: number, end: number): void {
    for (let at = from; at < end && !this.#failed; ) {
      const kept = this.#cut ? at : Math.min(end, at + SURELY_TOO_LONG - this.#open.length);
      if (kept > at) this.#open.append(bytes, at, kept);
      else this.#passedOver += end - at;
      at = kept > at ? kept : end;
      if (this.#open.length >= this.#lookAt) this.#look();
    }
  }

  /** Hands over what is over already, though no `\n` has come, and what is too long. */
  #look(): void {
    const { bytes, length } = this.#open;
    const rest = this.#linesOf(bytes.subarray(0, length), false);
    if (rest > 0) {
      this.#release();
      this.#open.append(bytes, rest, length);
    }
    this.#lookAt = Math.min(this.#open.length + COPIED, SURELY_TOO_LONG);
    if (this.#open.length < SURELY_TOO_LONG) return;
    const since = this.openSince();
    this.flush();
    this.#cut = since;
  }

  /** A `\n` has come. */
  #end(): void {
    this.flush();
    this.records += Math.ceil(this.#passedOver / COPIED);
    this.#passedOver = 0;
    this.#cut = undefined;
  }

  /** Hands over the lines that are over, the last one only when that is so. Gives the offset of what is left. */
  #linesOf(bytes: Uint8Array, isLastOver: boolean): number {
    let at = 0;
    while (at < bytes.length && !this.#failed) {
      const end = this.#piecesAreStamped ? endOfLine(bytes, at, this.#stamps) : bytes.length;
      if (end === bytes.length && !isLastOver) return at;
      const line = this.#piecesAreStamped
        ? joinPieces(bytes.subarray(at, end), this.#stamps)
        : { bytes, from: at, end, pieces: 1 };
      this.#line(line.bytes, line.from, line.end);
      this.records += line.pieces - 1;
      at = end;
    }
    return at;
  }

  /** bytes[from, end) is a line with its stamp. */
  #line(bytes: Uint8Array, from: number, end: number): void {
    const text = this.#stamps.read(bytes, from, end);
    if (text < 0) {
      this.#noLine(bytes.subarray(from, end));
      return;
    }
    this.records++;
    this.#outlet.stamped(STDOUT, this.#stamps);
    this.#outlet.whole(bytes, text, end);
  }

  #noLine(text: Uint8Array): void {
    if (ENGINE_SENTENCE.equals(text.subarray(0, ENGINE_SENTENCE.length))) {
      this.#taker.engineError(engineSentence(text));
      return;
    }
    this.#failed = true;
    this.discard();
    this.#taker.protocolError('A line of a terminal has no stamp.');
  }
}

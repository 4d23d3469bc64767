// The reader of containers with a terminal: a raw stream of stdout alone, in which each line, and each further piece of a long one, begins with a stamp.
import { STDOUT } from '../../../core/lines/line-batch.ts';
import type { Stamp } from '../../../core/lines/stamp.ts';
import { engineSentence, type LineReaderOptions } from './framed-lines.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { COPIED } from './line-assembler.ts';
import { LineOutlet, LONGEST_LINE } from './line-outlet.ts';
import type { LineReader, LineTaker } from './raw-line.ts';
import { LONGEST_STAMP } from './stamps/rfc3339.ts';
import type { StampReader } from './stamps/stamp-reader.ts';

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
  /** The line that has begun, stamps and all. */
  readonly #open = new GrowingBytes();
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
      if (newline < 0 || newline >= end) {
        this.#keep(bytes, at, end);
        return;
      }
      if (this.#cut) this.#endCut(newline - at);
      else if (this.#open.length === 0) this.#line(bytes, at, newline);
      else {
        this.#keep(bytes, at, newline);
        if (this.#cut) this.#endCut(0);
        else this.flush();
      }
      at = newline + 1;
    }
  }

  flush(): void {
    const { bytes, length } = this.#open;
    this.#open.release();
    if (length > 0) this.#line(bytes, 0, length);
  }

  discard(): void {
    this.#open.release();
    this.#cut = undefined;
  }

  openSince(): Stamp | undefined {
    const { bytes, length } = this.#open;
    return this.#cut ?? (length > 0 && this.#stamps.read(bytes, 0, length) >= 0 ? this.#stamp() : undefined);
  }

  #stamp(): Stamp {
    return { seconds: this.#stamps.seconds, nanos: this.#stamps.nanos };
  }

  #keep(bytes: Uint8Array, from: number, end: number): void {
    const kept = this.#cut ? from : Math.min(end, from + SURELY_TOO_LONG - this.#open.length);
    this.#passedOver += end - kept;
    if (this.#cut) return;
    this.#open.append(bytes, from, kept);
    if (this.#open.length < SURELY_TOO_LONG) return;
    this.flush();
    this.#cut = this.#stamp();
  }

  #endCut(more: number): void {
    this.records += Math.ceil((this.#passedOver + more) / COPIED);
    this.#passedOver = 0;
    this.#cut = undefined;
  }

  /** bytes[from, end) is a line from its stamp to its `\n`. */
  #line(bytes: Uint8Array, from: number, end: number): void {
    const text = this.#stamps.read(bytes, from, end);
    if (text < 0) {
      this.#noLine(bytes.subarray(from, end));
      return;
    }
    this.records++;
    this.#outlet.stamped(STDOUT, this.#stamps);
    if (end - text <= COPIED || !this.#piecesAreStamped) this.#outlet.whole(bytes, text, end);
    else this.#longLine(bytes.subarray(from, end), text - from);
  }

  /**
   * Takes the stamps out of a long line. The same stamp stands before each of its pieces; none but the last piece is shorter than
   * COPIED, and where exactly the next begins nobody says, since a driver may have made the piece longer. That a line should hold
   * the nanosecond of its own arrival there is as good as impossible.
   */
  #longLine(line: Uint8Array, stampLength: number): void {
    const searched = Buffer.from(line.buffer, line.byteOffset, Math.min(line.length, SURELY_TOO_LONG));
    const stamp = line.subarray(0, stampLength);
    const joined = new GrowingBytes();
    for (let at = 0; at < searched.length; ) {
      const next = searched.indexOf(stamp, at + stampLength + COPIED);
      const end = next < 0 ? searched.length : next;
      joined.append(searched, at + stampLength, end);
      this.records += at === 0 ? 0 : 1;
      at = end;
    }
    this.records += Math.ceil((line.length - searched.length) / COPIED);
    this.#outlet.whole(joined.bytes, 0, joined.length);
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

// Cuts an engine's stream of events into the texts of its events, one a line, however the bytes arrive.

export interface EventLineTaker {
  /** The text of a line that is not empty. */
  line(text: string): void;
  /** A line was longer than any event may be, and was passed over. */
  tooLong(): void;
}

const NEWLINE = 0x0a;
/** Begins each text of a JSON text sequence (RFC 7464), which newer engines may send. */
const RECORD_SEPARATOR = 0x1e;

export const LONGEST_EVENT = 1024 * 1024;

export class EventLines {
  readonly #taker: EventLineTaker;
  /** What has come of the line that is not complete. */
  #held = Buffer.alloc(4_096);
  #length = 0;
  #skipping = false;

  constructor(taker: EventLineTaker) {
    this.#taker = taker;
  }

  /** bytes[from, end) is the next piece; the array may be used again when this returns. */
  push(bytes: Uint8Array, from: number, end: number): void {
    let begin = from;
    for (let at = from; at < end; at++) {
      if (bytes[at] !== NEWLINE && bytes[at] !== RECORD_SEPARATOR) continue;
      this.#hold(bytes, begin, at);
      this.finish();
      begin = at + 1;
    }
    this.#hold(bytes, begin, end);
  }

  /** The stream has ended as it should: what is left is a line without an end. */
  finish(): void {
    const text = this.#held.toString('utf8', 0, this.#length).trim();
    this.#length = 0;
    if (this.#skipping) this.#taker.tooLong();
    else if (text !== '') this.#taker.line(text);
    this.#skipping = false;
  }

  #hold(bytes: Uint8Array, from: number, end: number): void {
    const needed = this.#length + end - from;
    if (needed > LONGEST_EVENT) this.#skipping = true;
    if (this.#skipping) return;
    if (needed > this.#held.length) {
      const grown = Buffer.alloc(Math.max(needed, this.#held.length * 2));
      grown.set(this.#held.subarray(0, this.#length));
      this.#held = grown;
    }
    this.#held.set(bytes.subarray(from, end), this.#length);
    this.#length = needed;
  }
}

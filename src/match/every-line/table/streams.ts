// The four parts of a text that are read side by side, as they stand in the kernel's memory.
import type { Kernel } from '../../wasm/kernel.ts';
import { STREAM_COUNT, STREAM_END, STREAM_EVENTS, STREAM_ROW, STREAM_SIZE, STREAMS } from '../../wasm/layout.ts';

const FIELDS = STREAM_SIZE / 4;
const [AT, END] = [STREAMS / 4, (STREAMS + STREAM_END) / 4];
const [ROW, EVENT_COUNT] = [(STREAMS + STREAM_ROW) / 4, (STREAMS + STREAM_EVENTS) / 4];

/** All parts, by number. */
export const PARTS: readonly number[] = Array.from({ length: STREAM_COUNT }, (_, part) => part);

export class Streams {
  readonly #words: Uint32Array;

  constructor({ bytes }: Kernel) {
    this.#words = new Uint32Array(bytes.buffer);
  }

  /** Cuts [from, end) into parts of about one length, each of whole lines; every part begins at the row. */
  begin(
    kernel: Kernel,
    { from, end, row }: { readonly from: number; readonly end: number; readonly row: number },
  ): void {
    const length = end - from;
    let start = from;
    for (const part of PARTS) {
      const cut = from + Math.floor((length * (part + 1)) / STREAM_COUNT);
      const behind = cut < end ? Math.min(Math.max(kernel.lineEndOf(cut) + 1, start), end) : end;
      this.#words[END + FIELDS * part] = behind;
      this.forgetEvents(part);
      this.moveTo(part, start, row);
      start = behind;
    }
  }

  /** Where the next byte of a part stands. */
  at(part: number): number {
    return this.#words[AT + FIELDS * part] ?? 0;
  }

  endOf(part: number): number {
    return this.#words[END + FIELDS * part] ?? 0;
  }

  /** The number of the row that a part has come to. */
  rowOf(part: number): number {
    return this.#words[ROW + FIELDS * part] ?? 0;
  }

  moveTo(part: number, at: number, row: number): void {
    this.#words[AT + FIELDS * part] = at;
    this.#words[ROW + FIELDS * part] = row;
  }

  /** How much is left to read, of all parts together. */
  get left(): number {
    return PARTS.reduce((sum, part) => sum + this.endOf(part) - this.at(part), 0);
  }

  /** How many events of a part stand in its list. */
  eventsOf(part: number): number {
    return this.#words[EVENT_COUNT + FIELDS * part] ?? 0;
  }

  forgetEvents(part: number): void {
    this.#words[EVENT_COUNT + FIELDS * part] = 0;
  }
}

// The lines that wait to be shipped, bounded by their number and their bytes: the oldest make room for the newest.
import type { LogLine } from './log-line.ts';

export interface BufferBounds {
  readonly lines: number;
  readonly bytes: number;
}

interface Waiting {
  readonly line: LogLine;
  readonly bytes: number;
  readonly since: number;
}

export class LineBuffer {
  readonly #bounds: BufferBounds;
  #waiting: Waiting[] = [];
  /** Where the oldest stands; what lies before it has gone. */
  #head = 0;
  #bytes = 0;

  constructor(bounds: BufferBounds) {
    this.#bounds = bounds;
  }

  get lines(): number {
    return this.#waiting.length - this.#head;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Since when the oldest waits; undefined where none does. */
  get oldestSince(): number | undefined {
    return this.#waiting[this.#head]?.since;
  }

  /** Gives how many had to go for it. The newest is kept whatever its size. */
  push(line: LogLine, since: number): number {
    const bytes = Buffer.byteLength(line.text);
    this.#waiting.push({ line, bytes, since });
    this.#bytes += bytes;
    let gone = 0;
    while (this.lines > 1 && (this.lines > this.#bounds.lines || this.#bytes > this.#bounds.bytes)) {
      this.#shift();
      gone += 1;
    }
    return gone;
  }

  /** The oldest, as many as fit, and one at least. */
  take(most: BufferBounds): readonly LogLine[] {
    const taken: LogLine[] = [];
    for (let bytes = 0; taken.length < most.lines; ) {
      const next = this.#waiting[this.#head];
      if (next === undefined || (taken.length > 0 && bytes + next.bytes > most.bytes)) break;
      bytes += next.bytes;
      taken.push(next.line);
      this.#shift();
    }
    return taken;
  }

  #shift(): void {
    this.#bytes -= this.#waiting[this.#head]?.bytes ?? 0;
    this.#head += 1;
    // Moving the rest to the front each time would cost as much as there is of it.
    if (this.#head < 64 || this.#head * 2 < this.#waiting.length) return;
    this.#waiting = this.#waiting.slice(this.#head);
    this.#head = 0;
  }
}

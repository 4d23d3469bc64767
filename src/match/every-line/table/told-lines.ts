// From the places at which the kernel's loop decided something to lines and patterns.
import type { Kernel } from '../../wasm/kernel.ts';
import { EVENT_SIZE, EVENTS, EVENTS_SIZE } from '../../wasm/layout.ts';
import type { Found } from '../line-text.ts';
import type { LineRows } from './line-rows.ts';
import { PARTS, type Streams } from './streams.ts';

interface Telling {
  readonly rows: LineRows;
  readonly streams: Streams;
  readonly found: Found;
}

/** Tells each pattern once a line, of the lines of one text. */
export class ToldLines {
  readonly #kernel: Kernel;
  readonly #patterns: number;
  /** By part, the line that was told of last: a long one is looked for once. */
  readonly #starts = PARTS.map(() => 0);
  readonly #behinds = PARTS.map(() => 0);
  /** By part and pattern: the line for which it was told last. */
  readonly #toldFor: Uint32Array;

  constructor(kernel: Kernel, patterns: number) {
    this.#kernel = kernel;
    this.#patterns = patterns;
    this.#toldFor = new Uint32Array(PARTS.length * patterns);
  }

  /** Takes the events of a part from its list. */
  take(part: number, { rows, streams, found }: Telling): void {
    const length = (streams.eventsOf(part) * EVENT_SIZE) / 4;
    const events = new Uint32Array(this.#kernel.bytes.buffer, EVENTS + part * EVENTS_SIZE, length);
    for (let i = 0; i < length; i += EVENT_SIZE / 4) {
      const start = this.#lineOf(part, events[i] ?? 0);
      const behind = this.#behinds[part] ?? 0;
      for (const pattern of rows.reportOf(events[i + 1] ?? 0)) {
        const place = part * this.#patterns + pattern;
        if (this.#toldFor[place] === start) continue;
        this.#toldFor[place] = start;
        found(pattern, start, behind);
      }
    }
    streams.forgetEvents(part);
  }

  /** Where the line begins that the address belongs to; its `\n` does. */
  #lineOf(part: number, at: number): number {
    const start = this.#starts[part] ?? 0;
    if (at >= start && at <= (this.#behinds[part] ?? 0)) return start;
    const lineStart = this.#kernel.lineStartOf(at);
    this.#starts[part] = lineStart;
    this.#behinds[part] = this.#kernel.lineEndOf(at);
    return lineStart;
  }
}

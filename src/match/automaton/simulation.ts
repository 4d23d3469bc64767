// Matching without a table: one step of the threads for every character. Slower than a DFA, but its time and memory are bounded for every pattern and line.
import { BROKEN, type Decoder, nodeEntry } from '../text/decoder.ts';
import type { Stepper, ThreadSet } from './stepper.ts';

/** The bytes [from, end) of a line. */
export interface Span {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly end: number;
}

export class Simulation {
  readonly #stepper: Stepper;
  readonly #decoder: Decoder;
  /** Where the character that was read last ended. */
  #at = 0;
  readonly #spare: ThreadSet;

  constructor(stepper: Stepper) {
    this.#stepper = stepper;
    this.#decoder = stepper.program.decoder;
    this.#spare = stepper.newSet();
  }

  /**
   * Runs the threads over the rest of a line. After each step in which patterns matched, `found` sees the stepper and
   * says whether that is enough.
   */
  run(threads: ThreadSet, span: Span, found: (stepper: Stepper) => boolean): void {
    const stepper = this.#stepper;
    let [here, there] = [threads, this.#spare];
    this.#at = span.from;
    for (let ended = false; !ended; ) {
      ended = this.#at >= span.end;
      stepper.step(here, ended ? stepper.program.symbolCount : this.#read(span), there);
      if (stepper.matchedCount > 0 && found(stepper)) return;
      [here, there] = [there, here];
      if (stepper.isDead(here)) return;
    }
  }

  /** The symbol of the character at `#at`, which moves behind it: a whole character, or one byte that belongs to none. */
  #read({ bytes, end }: Span): number {
    const { entries, columns, columnCount, invalidSymbol } = this.#decoder;
    let at = this.#at++;
    let entry = entries[columns[bytes[at++] ?? 0] ?? 0] ?? BROKEN;
    while (entry < BROKEN && at < end)
      entry = entries[nodeEntry(entry) * columnCount + (columns[bytes[at++] ?? 0] ?? 0)] ?? BROKEN;
    if (entry < 0) return invalidSymbol;
    this.#at = at;
    return entry;
  }
}

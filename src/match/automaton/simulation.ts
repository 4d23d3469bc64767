// Matching without a table: one step of the threads for every character. Slower than a DFA, but its time and memory are bounded for every pattern and line.
import { type Span, SymbolReader } from '../text/symbol-reader.ts';
import type { Stepper, ThreadSet } from './stepper.ts';

export class Simulation {
  readonly #stepper: Stepper;
  readonly #reader: SymbolReader;
  readonly #spare: ThreadSet;

  constructor(stepper: Stepper) {
    this.#stepper = stepper;
    this.#reader = new SymbolReader(stepper.program.decoder);
    this.#spare = stepper.newSet();
  }

  /**
   * Runs the threads over the rest of a line. After each step in which patterns matched, `found` sees the stepper and
   * says whether that is enough.
   */
  run(threads: ThreadSet, span: Span, found: (stepper: Stepper) => boolean): void {
    const [stepper, reader] = [this.#stepper, this.#reader];
    let [here, there] = [threads, this.#spare];
    reader.at = span.from;
    for (let ended = false; !ended; ) {
      ended = reader.at >= span.end;
      stepper.step(here, ended ? stepper.program.symbolCount : reader.read(span), there);
      if (stepper.matchedCount > 0 && found(stepper)) return;
      [here, there] = [there, here];
      if (stepper.isDead(here)) return;
    }
  }
}

// Reads every line of a text for the patterns of one automaton: by the kernel's loop as long as its table pays, else line by line.
import type { CombinedDfa } from '../automaton/combined-dfa.ts';
import type { GroupReader } from './group-reader.ts';
import { type Found, type LineText, readEachLine } from './line-text.ts';
import { LineRows } from './table/line-rows.ts';
import type { Region } from './table/region.ts';
import { TablePace } from './table/table-pace.ts';
import { TableRun } from './table/table-run.ts';

export class TableReader implements GroupReader {
  readonly #dfa: CombinedDfa;
  readonly #rows: LineRows;
  readonly #pace = new TablePace();

  constructor(dfa: CombinedDfa) {
    this.#dfa = dfa;
    this.#rows = new LineRows(dfa);
  }

  get usesTable(): boolean {
    return this.#rows.fits;
  }

  get giveUps(): number {
    return this.#dfa.giveUps;
  }

  get stateCount(): number {
    return this.#dfa.stateCount;
  }

  /** All bytes held, but for the kernel's memory. */
  get byteSize(): number {
    return this.#dfa.byteSize + this.#rows.byteSize;
  }

  release(): void {
    this.#dfa.release();
  }

  read(text: LineText, region: Region | undefined, found: Found): void {
    const { cache, matched } = this.#dfa;
    const length = text.end - text.from;
    if (region === undefined || !this.usesTable || cache.isResting() || this.#pace.rests(length)) {
      readEachLine(this.#dfa, text, found);
      return;
    }
    const always = cache.transitions.stepper.matchedAtStart;
    if (always.length > 0) {
      text.lines.forEach(text.kernel.bytes, text, (start, behind) => {
        for (const pattern of always) found(pattern, start, behind);
      });
    }
    if (always.length === matched.length) return;
    this.#rows.use(text.kernel.bytes, region);
    new TableRun({ dfa: this.#dfa, rows: this.#rows, text, found }).run();
    this.#pace.hasRead(length, this.#rows.copied);
  }
}

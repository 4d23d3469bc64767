// The lines of one portion of a batch: where they begin, and which rules apply to each.

import { NEWLINE } from '../../core/text/line-end.ts';
import { type RuleMask, selects } from '../rule-set.ts';
import { TEXT } from '../wasm/layout.ts';
import type { Batch } from './batch.ts';
import type { Portion } from './portions.ts';

/** Which pieces of a portion are lines, and which rules apply to them. */
export class LineTable {
  #portion: Portion = { from: 0, end: 0 };
  #starts: Int32Array | undefined;
  #count = 0;
  #masks: readonly RuleMask[] | undefined;
  #maskOfLine: Uint8Array | undefined;
  /** The line that was found last. */
  #lastFound = 0;

  use({ lineStarts, lineCount, masks, maskOfLine }: Batch, portion: Portion): void {
    this.#portion = portion;
    this.#starts = lineStarts;
    this.#count = lineCount ?? lineStarts?.length ?? 0;
    this.#masks = masks;
    this.#maskOfLine = maskOfLine;
    this.#lastFound = 0;
  }

  /** The index of the line of the portion that begins at the offset, or -1 when none does; 0 for all when everything is lines. */
  find(offset: number): number {
    const starts = this.#starts;
    // A window may reach back into the portion before.
    if (offset < this.#portion.from) return -1;
    if (starts === undefined) return 0;
    // In a flood of hits the next one is nearly always on the line at hand or on the next.
    for (let line = this.#lastFound; line < this.#lastFound + 2 && line < this.#count; line++)
      if (starts[line] === offset) return this.#foundAt(line);
    const line = this.#firstFrom(starts, offset);
    return line < this.#count && starts[line] === offset ? this.#foundAt(line) : -1;
  }

  #foundAt(line: number): number {
    this.#lastFound = line;
    return line;
  }

  /** The index of the first line that begins at the offset or behind it. */
  #firstFrom(starts: Int32Array, offset: number): number {
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether the rule applies to the line. */
  selects(line: number, rule: number): boolean {
    if (this.#masks === undefined) return true;
    const mask = this.#masks[this.#maskOfLine?.[line] ?? 0];
    return mask !== undefined && selects(mask, rule);
  }

  /** Every line in turn that begins in [from, end), a part of the portion: the addresses of its first byte and of its `\n`. */
  forEach(bytes: Uint8Array, { from, end }: Portion, visit: (start: number, behind: number) => void): void {
    const starts = this.#starts;
    if (starts === undefined) {
      for (let start = from; start < end; ) {
        const behind = bytes.indexOf(NEWLINE, start);
        visit(start, behind);
        start = behind + 1;
      }
      return;
    }
    for (let line = this.#firstFrom(starts, from - TEXT); line < this.#count; line++) {
      const start = TEXT + (starts[line] ?? 0);
      if (start >= end) return;
      visit(start, bytes.indexOf(NEWLINE, start));
    }
  }
}

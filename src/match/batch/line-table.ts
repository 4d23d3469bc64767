// The lines of one batch: where they begin, and which rules apply to each.

import { type RuleMask, selects } from '../rule-set.ts';
import { TEXT } from '../wasm/layout.ts';
import type { Batch } from './batch.ts';

const NEWLINE = 10;

/** Which pieces of a batch are lines, and which rules apply to them. */
export class LineTable {
  #starts: Int32Array | undefined;
  #count = 0;
  #masks: readonly RuleMask[] | undefined;
  #maskOfLine: Uint8Array | undefined;

  use({ lineStarts, lineCount, masks, maskOfLine }: Batch): void {
    this.#starts = lineStarts;
    this.#count = lineCount ?? lineStarts?.length ?? 0;
    this.#masks = masks;
    this.#maskOfLine = maskOfLine;
  }

  /** The index of the line that begins at the offset, or -1 when none does; 0 for all when everything is lines. */
  find(offset: number): number {
    const starts = this.#starts;
    if (starts === undefined) return 0;
    let [low, high] = [0, this.#count - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const start = starts[middle] ?? 0;
      if (start === offset) return middle;
      if (start < offset) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** Whether the rule applies to the line. */
  selects(line: number, rule: number): boolean {
    if (this.#masks === undefined) return true;
    const mask = this.#masks[this.#maskOfLine?.[line] ?? 0];
    return mask !== undefined && selects(mask, rule);
  }

  /** Every line of the batch in turn: the addresses of its first byte and of its `\n`, and its index. */
  forEach(
    bytes: Uint8Array,
    { from, end }: { readonly from: number; readonly end: number },
    visit: (start: number, behind: number, line: number) => void,
  ): void {
    const starts = this.#starts;
    if (starts === undefined) {
      for (let start = from; start < end; ) {
        const behind = bytes.indexOf(NEWLINE, start);
        visit(start, behind, 0);
        start = behind + 1;
      }
      return;
    }
    for (let line = 0; line < this.#count; line++) {
      const start = TEXT + (starts[line] ?? 0);
      visit(start, bytes.indexOf(NEWLINE, start), line);
    }
  }
}

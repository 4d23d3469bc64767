// A text of which every line is to be read, and the plain way to do so.
import { withoutReturn } from '../../core/text/line-end.ts';
import type { LineTable } from '../batch/line-table.ts';
import type { Kernel } from '../wasm/kernel.ts';

export interface LineText {
  readonly kernel: Kernel;
  readonly lines: LineTable;
  readonly from: number;
  /** Behind the `\n` of the last line. */
  readonly end: number;
  /** Whether what was found is so much that it is worth nothing: the rest need not be read. */
  readonly isEnough: () => boolean;
}

/** A pattern, by its number in its group, matches the line that begins at `start` and whose `\n` stands at `behind`. It may be told twice. */
export type Found = (pattern: number, start: number, behind: number) => void;

/** An automaton that judges one line. */
export interface LineJudge {
  /** The numbers of the patterns that matched the last line. */
  readonly matched: Uint32Array;
  /** Leaves in `matched` which patterns match bytes[start, end), and gives how many. */
  match(bytes: Uint8Array, start: number, end: number): number;
}

/** Line by line, all of the text. */
export function readEachLine(judge: LineJudge, { kernel, lines, from, end, isEnough }: LineText, found: Found): void {
  const { bytes } = kernel;
  lines.forEach(bytes, { from, end }, (start, behind) => {
    if (isEnough()) return;
    const count = judge.match(bytes, start, withoutReturn(bytes, start, behind));
    for (let i = 0; i < count; i++) found(judge.matched[i] ?? 0, start, behind);
  });
}

// The scanner's kernel as the rest of the matcher sees it, in whichever form it comes.

import type { PassCosts, Stride } from './costs.ts';
import { CANDIDATE_SIZE, CANDIDATES, MAX_CANDIDATES, RESULT_COUNT, RESULT_RESUME } from './layout.ts';

export interface Kernel {
  /** Its memory. Another array, with the same content, after `ensureText` made it larger. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Makes room for so many bytes of text and the padding behind them. False when there is no memory for that; then nothing is changed. */
  ensureText(size: number): boolean;
  /** What its passes cost, as the planner needs to know. */
  readonly costs: PassCosts;
  /** The two passes over [from, end), both addresses. They stop early when the list of candidates is nearly full: layout.ts says where they tell. */
  scanStrided(from: number, end: number, stride: Stride): void;
  scanShort(from: number, end: number): void;
  /** Reads every line by a table, as line-reader.as.ts says: 0, or the number of a part that had to stop, from 1 on. */
  readLines(dead: number): number;
  lineStartOf(at: number): number;
  lineEndOf(at: number): number;
  countNewlines(from: number, end: number): number;
}

/** Uint32 fields of a candidate. */
export const CANDIDATE_FIELDS = CANDIDATE_SIZE / 4;

/** The strided pass by its stride, or the short one. */
export type Pass = Stride | 'short';

export interface PassSpan {
  readonly from: number;
  readonly end: number;
  /** Takes candidates as layout.ts describes them, and says whether it wants more; the list is valid until it returns. */
  readonly take: (candidates: Uint32Array) => boolean;
}

/** Runs one pass, to its end if they are wanted, and hands over its candidates whenever the list fills. */
export function runPass(kernel: Kernel, pass: Pass, { from, end, take }: PassSpan): void {
  const { buffer } = kernel.bytes;
  const results = new Uint32Array(buffer, 0, 4);
  for (let next = from; next < end; next = results[RESULT_RESUME / 4] ?? end) {
    results[RESULT_COUNT / 4] = 0;
    if (pass === 'short') kernel.scanShort(next, end);
    else kernel.scanStrided(next, end, pass);
    const count = results[RESULT_COUNT / 4] ?? 0;
    if (count > MAX_CANDIDATES) throw new Error('The kernel wrote beyond its list of candidates.');
    if (count > 0 && !take(new Uint32Array(buffer, CANDIDATES, CANDIDATE_FIELDS * count))) return;
  }
}

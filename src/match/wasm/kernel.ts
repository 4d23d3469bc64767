// The scanner's kernel as the rest of the matcher sees it, in whichever form it comes.
import type { PassCosts, Stride } from '../prefilter/plan.ts';
import { CANDIDATES, MAX_CANDIDATES, RESULT_COUNT, RESULT_RESUME } from './layout.ts';

/** A pass over [from, end), both addresses. It stops early when its list of candidates is nearly full: layout.ts says where it tells. */
export type Pass = (from: number, end: number) => void;

export interface Kernel {
  /** Its memory. Another array, with the same content, after `ensureText` made it larger. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Makes room for so many bytes of text and the padding behind them. */
  ensureText(size: number): void;
  /** What its passes cost, as the planner needs to know. */
  readonly costs: PassCosts;
  readonly scanStride8: Pass;
  readonly scanStride6: Pass;
  readonly scanStride5: Pass;
  readonly scanStride4: Pass;
  readonly scanStride2: Pass;
  readonly scanStride1: Pass;
  readonly scanShort: Pass;
  lineStartOf(at: number): number;
  lineEndOf(at: number): number;
  countNewlines(from: number, end: number): number;
}

export type PassName = `scanStride${Stride}` | 'scanShort';

export interface PassSpan {
  readonly from: number;
  readonly end: number;
  /** Takes candidates as layout.ts describes them; the list is valid until it returns. */
  readonly take: (candidates: Uint32Array) => void;
}

/** Runs one pass to its end and hands over its candidates whenever the list fills. */
export function runPass(kernel: Kernel, pass: PassName, { from, end, take }: PassSpan): void {
  const { buffer } = kernel.bytes;
  const results = new Uint32Array(buffer, 0, 4);
  for (let next = from; next < end; next = results[RESULT_RESUME / 4] ?? end) {
    results[RESULT_COUNT / 4] = 0;
    kernel[pass](next, end);
    const count = results[RESULT_COUNT / 4] ?? 0;
    if (count > MAX_CANDIDATES) throw new Error('The kernel wrote beyond its list of candidates.');
    if (count > 0) take(new Uint32Array(buffer, CANDIDATES, 3 * count));
  }
}

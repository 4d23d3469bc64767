// Text in a kernel's memory as the matcher puts it there, for tests of what reads it.

import { LineTable } from '../../src/match/batch/line-table.ts';
import type { LineText } from '../../src/match/every-line/line-text.ts';
import type { Kernel } from '../../src/match/wasm/kernel.ts';
import { PADDING, TEXT } from '../../src/match/wasm/layout.ts';

const NEWLINE = 10;

/** All lines of the text, or only those that begin at the offsets. */
export function kernelText(kernel: Kernel, text: Uint8Array, lineStarts?: Int32Array): LineText {
  kernel.ensureText(text.length);
  kernel.bytes.fill(NEWLINE, TEXT - PADDING, TEXT);
  kernel.bytes.set(text, TEXT);
  const end = TEXT + text.length;
  kernel.bytes.fill(NEWLINE, end, end + PADDING);
  const lines = new LineTable();
  lines.use({ length: text.length, ...(lineStarts && { lineStarts }) }, { from: 0, end: text.length });
  const isClosed = text.length === 0 || text.at(-1) === NEWLINE;
  return { kernel, lines, from: TEXT, end: isClosed ? end : end + 1, isEnough: () => false };
}

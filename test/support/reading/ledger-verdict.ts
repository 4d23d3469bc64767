// What a ledger says about containers, in words for a test.
import type { Gap } from '../../../src/core/lines/reading.ts';
import { type LedgerLine, TestLedger } from '../test-ledger.ts';
import { inWords, LineCheck, type Verdict, type WrittenLines } from './line-check.ts';

export interface LedgerFindings {
  /** `every line once`, or what is wrong. */
  words(id: string, written: WrittenLines): string;
  verdict(id: string, written: WrittenLines): Verdict;
  /** In the order of their stamps; a line twice is one with `times: 2`. */
  lines(id: string): readonly LedgerLine[];
  gaps(id: string): readonly Gap[];
}

/** Looks at a ledger that nobody writes to at the moment. */
export async function lookAtLedger<Found>(file: string, look: (findings: LedgerFindings) => Found): Promise<Found> {
  const ledger = new TestLedger(file);
  const lines = (id: string): readonly LedgerLine[] => ledger.lines(`docker/${id}`);
  const verdict = (id: string, written: WrittenLines): Verdict => {
    const check = new LineCheck(written);
    for (const line of lines(id)) check.add(line);
    return check.verdict();
  };
  const saved = new Map((await ledger.load('docker:lab')).origins.map((one) => [one.origin.containerId, one]));
  try {
    return look({
      lines,
      verdict,
      words: (id, written) => inWords(verdict(id, written)),
      gaps: (id) => saved.get(id)?.latestGaps ?? [],
    });
  } finally {
    ledger.close();
  }
}

import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { everyLine, type JudgedLine } from '../../support/judge-every-line.ts';
import { at, lineBatch } from '../../support/line-batch.ts';
import { sampleOrigin } from '../../support/origin-samples.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { TestLedger } from '../../support/test-ledger.ts';
import { ledgerContract } from './ledger.contract.ts';

const web = sampleOrigin('web');
const effect = (n: number): JudgedLine => {
  const [line] = everyLine(lineBatch([{ text: `line ${n}`, at: at(n) }]));
  if (line === undefined) throw new Error('A line is an effect.');
  return line;
};

function open() {
  const file = path.join(temporaryDirectory(), 'ledger.db');
  const another = async (): Promise<TestLedger> => {
    const ledger = new TestLedger(file);
    onTestFinished(() => ledger.close());
    return ledger;
  };
  return { file, another };
}

describe('the ledger that proves', () => {
  ledgerContract(async () => {
    const { another } = open();
    const ledger = await another();
    return {
      ledger,
      effect,
      objectionable: { ...effect(0), seconds: Number.NaN },
      kept: async (key) => ledger.lines(key).flatMap(({ text, times }) => Array(times).fill(Number(text.slice(5)))),
      keptOfLives: async () => ledger.happenings().map((text) => Number(text.slice(5))),
      reopen: another,
    };
  });

  test('records a line that is committed twice, and does not hide it', async () => {
    const ledger = await open().another();
    const change = {
      origin: web,
      foundAt: 0,
      watchedSince: { stdout: 0, stderr: undefined },
      ...{ cursor: at(2), settled: false, gone: false, position: undefined, flood: undefined, gaps: [] },
      ...{ lines: 2, bytes: 0, lateLines: 0 },
    };
    await ledger.commit({ origins: [{ ...change, effects: [effect(1), effect(2)] }], memories: [] });
    expect(ledger.doubles()).toBe(0);
    await ledger.commit({ origins: [{ ...change, effects: [effect(2), effect(3)] }], memories: [] });
    expect(ledger.doubles()).toBe(1);
    expect(ledger.lines(web.key).map(({ text, times }) => [text, times])).toEqual([
      ['line 1', 1],
      ['line 2', 2],
      ['line 3', 1],
    ]);
  });
});

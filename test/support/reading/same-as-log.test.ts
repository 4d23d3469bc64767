import { expect, test } from 'vitest';
import { differences } from './same-as-log.ts';

const record = { log: 'one\r\n', stream: 'stderr', time: '2026-11-21T03:29:01.3814Z' } as const;
const line = {
  stream: 2,
  seconds: 1_795_231_741,
  nanos: 381_400_000,
  text: 'one',
  hashes: [1, 2],
  ordinal: 0,
  times: 1,
} as const;

test('a line that is in both, with its stream and stamp, is no difference', () => {
  expect(differences({ inLog: [record], inLedger: [line] })).toEqual([]);
});

test('a line that is in one of them only, or twice in the ledger, is told', () => {
  const told = '2 2026-11-21T03:29:01.381400000Z one';
  expect(differences({ inLog: [record], inLedger: [] })).toEqual([`not in the ledger: ${told}`]);
  expect(differences({ inLog: [record], inLedger: [{ ...line, times: 2 }] })).toEqual([
    `too often in the ledger: ${told}`,
  ]);
  expect(differences({ inLog: [record], inLedger: [{ ...line, nanos: 381_400_001 }] })).toHaveLength(2);
});

import { expect, test } from 'vitest';
import { receiptWords } from './receipt-words.ts';

const RECEIPT = {
  from: '2026-11-21T06:30:00.000Z',
  to: '2026-11-21T06:34:12.400Z',
  ...{ lines: 1_904, late_events: 2, gaps: 0, containers_behind: 0 },
};

test.each([
  [{}, 'Caught up 4 min 12 s: 1,904 lines, 2 late events, no gap.'],
  [{ lines: 1, late_events: 0, gaps: 1 }, 'Caught up 4 min 12 s: 1 line, no late event, 1 gap.'],
  [{ containers_behind: 3 }, 'Catching up 4 min 12 s: 1,904 lines, 2 late events, no gap so far; 3 containers to go.'],
])('a receipt with %j reads: %s', (changes, words) => {
  expect(receiptWords({ ...RECEIPT, ...changes })).toBe(words);
});

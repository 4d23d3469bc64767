import { expect, test } from 'vitest';
import { lateEventsPath, receiptWords } from './receipt-words.ts';

const RECEIPT = {
  from: '2026-11-21T06:30:00.000Z',
  to: '2026-11-21T06:34:12.400Z',
  lines: 1_904,
  late_events: 2,
  gaps: 0,
  containers_behind: 0,
  late_events_until: '2026-11-21T06:34:30.000Z',
};

test.each([
  [{}, 'Caught up 4 min 12 s: 1,904 lines, 2 late events, no gap.'],
  [{ lines: 1, late_events: 0, gaps: 1 }, 'Caught up 4 min 12 s: 1 line, no late event, 1 gap.'],
  [{ containers_behind: 3 }, 'Catching up 4 min 12 s: 1,904 lines, 2 late events, no gap so far; 3 containers to go.'],
])('a receipt with %j reads: %s', (changes, words) => {
  expect(receiptWords({ ...RECEIPT, ...changes }, false)).toBe(words);
});

test('a receipt speaks of logs where files are watched', () => {
  expect(receiptWords({ ...RECEIPT, containers_behind: 2 }, true)).toContain('so far; 2 logs to go.');
});

test('the late events are those of lines that were stored from the start until all of them were', () => {
  const path = '/events?source=logscan&from=2026-11-21T06%3A34%3A12.400Z&to=2026-11-21T06%3A34%3A30.000Z';
  expect(lateEventsPath(RECEIPT)).toBe(path);
  expect(lateEventsPath({ ...RECEIPT, late_events_until: null })).toBeUndefined();
});

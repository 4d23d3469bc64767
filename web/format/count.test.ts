import { expect, test } from 'vitest';
import { showCount, showCountOrNo } from './count.ts';

test.each([
  [0, '0 lines', 'no line'],
  [1, '1 line', '1 line'],
  [1_904, '1,904 lines', '1,904 lines'],
])('%d is said with what it counts', (count, words, wordsOrNo) => {
  expect(showCount(count, 'line')).toBe(words);
  expect(showCountOrNo(count, 'line')).toBe(wordsOrNo);
});

test('what has a plural of its own is said by it', () => {
  expect(showCount(2, 'delivery was', 'deliveries were')).toBe('2 deliveries were');
  expect(showCountOrNo(2, 'entry', 'entries')).toBe('2 entries');
});

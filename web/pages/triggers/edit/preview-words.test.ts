import { expect, test } from 'vitest';
import { previewWords } from './preview-words.ts';

test.each([
  [0, 0, true, 'There was no event in the last 24 hours, so there is nothing to compare with.'],
  [1, 1, true, 'It would have taken the one event of the last 24 hours.'],
  [1, 0, true, 'It would not have taken the one event of the last 24 hours.'],
  [12_000, 0, true, 'Of the 12,000 events of the last 24 hours it would have taken none.'],
  [3, 3, true, 'Of the 3 events of the last 24 hours it would have taken all.'],
  [20_000, 1_400, false, 'Of the newest 20,000 events of the last 24 hours it would have taken 1,400.'],
])('of %i events %i taken, all looked at: %s, reads: %s', (...[events, taken, complete, words]) => {
  expect(previewWords({ events, taken, complete })).toBe(words);
});

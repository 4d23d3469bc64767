import { expect, test } from 'vitest';
import { inForceWords, wouldHaveRaised } from './starter-words.ts';

test.each([
  [[5, 9, 0], 'These 3 rules would have raised 14 events in the last 24 hours.'],
  [[1], 'This rule would have raised 1 event in the last 24 hours.'],
  [[0, 0], 'These 2 rules would have raised no event in the last 24 hours.'],
  [[], 'No rule is chosen.'],
])('chosen rules with %j events read: %s', (events, words) => {
  expect(
    wouldHaveRaised(
      events.map((each) => ({ events: each })),
      24,
    ),
  ).toBe(words);
});

test.each([
  [{ added: 9, taken: [] }, '9 rules are in force.'],
  [
    { added: 1, taken: ['panic'] },
    '1 rule is in force. The name “panic” was taken: the rule that has it is as it was.',
  ],
  [
    { added: 0, taken: ['oom', 'panic'] },
    'No rule was added. The names “oom”, “panic” were taken: the rules that have them are as they were.',
  ],
  [
    { added: 7, taken: ['a', 'b', 'c'] },
    '7 rules are in force. The names “a”, “b”, “c” were taken: the rules that have them are as they were.',
  ],
  [
    { added: 0, taken: [...'abcdefghij'] },
    'No rule was added. The names “a”, “b”, “c” and 7 more were taken: the rules that have them are as they were.',
  ],
])('what became of them, %j, reads: %s', (done, words) => {
  expect(inForceWords(done)).toBe(words);
});

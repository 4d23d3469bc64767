import { expect, test } from 'vitest';
import { wouldHaveRaised } from './starter-words.ts';

test.each([
  [9, 14, 'These 9 rules would have raised 14 events in the last 24 hours.'],
  [1, 1, 'This rule would have raised 1 event in the last 24 hours.'],
  [10, 0, 'These 10 rules would have raised no event in the last 24 hours.'],
])('%d rules and %d events read: %s', (rules, events, words) => {
  expect(wouldHaveRaised(rules, events, 24)).toBe(words);
});

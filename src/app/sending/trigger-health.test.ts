import { expect, test } from 'vitest';
import { judgeTriggers } from './trigger-health.ts';

const calm = { current: undefined, unread: undefined, fileFaults: [], closed: [], waiting: 0 };
const wordsOf = (changes: Partial<Parameters<typeof judgeTriggers>[0]>) =>
  judgeTriggers({ ...calm, ...changes }).message;

test('tells how many deliveries wait, and that none does only where nothing fails', () => {
  expect([0, 1, 2].map((waiting) => wordsOf({ waiting }))).toEqual([
    'No delivery waits.',
    'One delivery waits.',
    '2 deliveries wait.',
  ]);
  const unread = 'the store is away.';
  expect(wordsOf({ unread })).toBe('The triggers cannot be read: the store is away.');
  expect(wordsOf({ unread, waiting: 1 })).toBe('The triggers cannot be read: the store is away. One delivery waits.');
});

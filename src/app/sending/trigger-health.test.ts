import { expect, test } from 'vitest';
import { storedTrigger } from '../../../test/support/delivery-samples.ts';
import { SOUND } from '../../core/deliveries/trigger.ts';
import { TriggerSnapshot } from '../../triggers/plan/trigger-snapshot.ts';
import { judgeTriggers } from './trigger-health.ts';

const calm = { current: undefined, unread: undefined, fileFaults: [], closed: [], waiting: 0, now: 0 };
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

test('takes a trigger for one that fails only when nothing came through for ten minutes', () => {
  const failingFor = (minutes: number) => {
    const standing = { ...SOUND, failingSince: 0, failedAt: 0 };
    const current = new TriggerSnapshot([storedTrigger('1', { name: 'ops' })], new Map([['1', standing]]));
    return judgeTriggers({ ...calm, current, waiting: 1, now: minutes * 60_000 });
  };
  expect(failingFor(9)).toEqual({
    status: 'ok',
    message:
      'The last message through the trigger "ops" did not arrive; what can be tried again is. One delivery waits.',
  });
  expect(failingFor(10)).toEqual({
    status: 'degraded',
    message: 'Nothing came through the trigger "ops" since 1970-01-01T00:00:00.000Z. One delivery waits.',
  });
});

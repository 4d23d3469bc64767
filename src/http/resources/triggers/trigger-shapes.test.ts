import { expect, test } from 'vitest';
import { storedTrigger } from '../../../../test/support/delivery-samples.ts';
import { SOUND } from '../../../core/deliveries/trigger.ts';
import { TriggerSnapshot } from '../../../triggers/plan/trigger-snapshot.ts';
import { shownTrigger } from './trigger-shapes.ts';

test('a trigger says whether it fails, and whether that lasts for ten minutes', () => {
  const trigger = storedTrigger('1');
  const channels = { mainSecretOf: () => undefined, shown: () => ({}) };
  const shownAt = (now: number, failingSince: number | null) => {
    const current = new TriggerSnapshot([trigger], new Map([['1', { ...SOUND, failingSince }]]));
    const { failing_since, failing_lasts } = shownTrigger(trigger, { channels, book: { current }, now: () => now });
    return [failing_since, failing_lasts];
  };
  expect(shownAt(600_000, null)).toEqual([null, false]);
  expect(shownAt(599_999, 0)).toEqual(['1970-01-01T00:00:00.000Z', false]);
  expect(shownAt(600_000, 0)).toEqual(['1970-01-01T00:00:00.000Z', true]);
});

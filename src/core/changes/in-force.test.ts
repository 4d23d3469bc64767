import { expect, test } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { whenInForce } from './in-force.ts';

test('a change is acknowledged when it is in force', async () => {
  const clock = new ManualClock();
  const refreshed = Promise.withResolvers<void>();
  let isAcknowledged = false;
  void whenInForce({ refresh: () => refreshed.promise }, clock).then(() => {
    isAcknowledged = true;
  });
  await clock.advance(999);
  expect(isAcknowledged).toBe(false);
  refreshed.resolve();
  await clock.advance(0);
  expect(isAcknowledged).toBe(true);
});

test('a change that is saved is acknowledged after a second, also when something keeps it from being in force', async () => {
  const clock = new ManualClock();
  let isAcknowledged = false;
  void whenInForce({ refresh: () => new Promise(() => {}) }, clock).then(() => {
    isAcknowledged = true;
  });
  await clock.advance(999);
  expect(isAcknowledged).toBe(false);
  await clock.advance(1);
  expect(isAcknowledged).toBe(true);
});

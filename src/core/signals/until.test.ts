import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { until } from './until.ts';

test('it ends when what was begun is done, and leaves nothing on the signal', async () => {
  const { signal } = new AbortController();
  await until((done) => done(), signal);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('it ends when the signal aborts, and begins nothing when it has', async () => {
  const controller = new AbortController();
  const ended = until(() => controller.abort(), controller.signal);
  await ended;
  let begun = false;
  await until(() => {
    begun = true;
  }, controller.signal);
  expect(begun).toBe(false);
});

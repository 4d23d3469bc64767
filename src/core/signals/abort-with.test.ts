import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { abortWith } from './abort-with.ts';

test('aborts with the signal, or at once when that has aborted', () => {
  const [long, short, late] = [new AbortController(), new AbortController(), new AbortController()];
  abortWith(short, long.signal);
  expect(short.signal.aborted).toBe(false);
  long.abort();
  abortWith(late, long.signal);
  expect([short.signal.aborted, late.signal.aborted]).toEqual([true, true]);
});

test('leaves nothing behind at a signal that outlives it', () => {
  const [long, short] = [new AbortController(), new AbortController()];
  const unlink = abortWith(short, long.signal);
  unlink();
  expect(getEventListeners(long.signal, 'abort')).toEqual([]);
  long.abort();
  expect(short.signal.aborted).toBe(false);
});

test('needs no signal', () => {
  const controller = new AbortController();
  abortWith(controller, undefined)();
  expect(controller.signal.aborted).toBe(false);
});

import { expect, test } from 'vitest';
import { Backoff } from './backoff.ts';

test('waits double up to the limit, and begin anew after a success', () => {
  const backoff = new Backoff({ firstMs: 250, mostMs: 1_000, random: () => 1 });
  expect([1, 2, 3, 4, 5].map(() => backoff.next())).toEqual([250, 500, 1_000, 1_000, 1_000]);
  expect(backoff.failures).toBe(5);
  backoff.succeeded();
  expect(backoff.next()).toBe(250);
});

test('a wait is drawn from its whole span', () => {
  const draws = [0, 0.5, 0.999];
  const backoff = new Backoff({ firstMs: 100, mostMs: 100, random: () => draws.shift() ?? 0 });
  expect([backoff.next(), backoff.next(), backoff.next()]).toEqual([0, 50, 99.9]);
});

test('thousands of failures are no number too large', () => {
  const backoff = new Backoff({ firstMs: 1, mostMs: 60_000, random: () => 1 });
  for (let i = 0; i < 5_000; i++) backoff.next();
  expect(backoff.next()).toBe(60_000);
});

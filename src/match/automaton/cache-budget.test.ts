import { expect, test } from 'vitest';
import { CacheBudget, type CacheHolder } from './cache-budget.ts';

/** A cache that is only a number. */
class Holder implements CacheHolder {
  cacheBytes = 0;
  usedAt = 0;
  readonly #budget: CacheBudget;

  constructor(budget: CacheBudget) {
    this.#budget = budget;
  }

  grow(bytes: number): void {
    this.usedAt = this.#budget.clock;
    this.cacheBytes += bytes;
    this.#budget.sizeChanged(this);
  }

  forget(): void {
    this.cacheBytes = 0;
  }
}

const holders = (budget: CacheBudget, count: number): Holder[] =>
  Array.from({ length: count }, () => new Holder(budget));

test('a budget empties the caches that were not used for longest, as many as it takes', () => {
  const budget = new CacheBudget(100);
  const [first, second, third] = holders(budget, 3) as [Holder, Holder, Holder];
  first.grow(40);
  second.grow(40);
  first.usedAt = budget.clock;
  third.grow(30);
  expect([first, second, third].map(({ cacheBytes }) => cacheBytes)).toEqual([40, 0, 30]);
  third.grow(65);
  expect([first, second, third].map(({ cacheBytes }) => cacheBytes)).toEqual([0, 0, 95]);
  expect(budget.bytes).toBe(95);
});

test('a cache that grows keeps what it has, were it larger than all may be', () => {
  const budget = new CacheBudget(100);
  const [first, second] = holders(budget, 2) as [Holder, Holder];
  first.grow(50);
  second.grow(150);
  expect([first.cacheBytes, second.cacheBytes, budget.bytes]).toEqual([0, 150, 150]);
});

test('a full budget is no reason to empty anything before it is exceeded', () => {
  const budget = new CacheBudget(100);
  const [first, second] = holders(budget, 2) as [Holder, Holder];
  first.grow(50);
  second.grow(50);
  expect(budget.bytes).toBe(100);
});

test('what is released or became smaller counts no more', () => {
  const budget = new CacheBudget(100);
  const [first, second] = holders(budget, 2) as [Holder, Holder];
  first.grow(60);
  budget.release(first);
  expect(budget.bytes).toBe(0);
  second.grow(90);
  second.grow(-50);
  expect(budget.bytes).toBe(40);
  budget.release(first);
  expect(budget.bytes).toBe(40);
});

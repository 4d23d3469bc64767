import { describe, expect, test } from 'vitest';
import { Random } from '../../../bench/match/random.ts';
import { programOf } from '../../../test/support/programs.ts';
import { CacheBudget } from './cache-budget.ts';
import { DfaCache } from './dfa-cache.ts';
import { GIVE_UP } from './transitions.ts';

/** Follows transitions that are new ones, as many as are asked for or until the cache gives up. */
function build(cache: DfaCache, steps: number): number {
  const { transitions } = cache;
  const columns = [...'abx'].map((letter) => transitions.columns[letter.charCodeAt(0)] ?? 0);
  const random = new Random(9);
  let row = transitions.startRow;
  for (let step = 0; step < steps; step++) {
    const next = cache.follow(row, columns[random.below(3)] ?? 0, 0);
    cache.hasRead(1);
    if (next === GIVE_UP) return step;
    row = next;
  }
  return steps;
}

const PATTERN = 'a.{40}b';

describe('the cache of a DFA', () => {
  test('tells its budget how large it is', () => {
    const budget = new CacheBudget();
    const cache = new DfaCache(programOf(PATTERN), { budget });
    build(cache, 100);
    expect(budget.bytes).toBe(cache.cacheBytes);
    cache.giveUp();
    expect(budget.bytes).toBe(cache.cacheBytes);
    cache.release();
    expect(budget.bytes).toBe(0);
  });

  test('rests after it gave up for ten bytes a state, gives its memory back, and then begins anew', () => {
    const cache = new DfaCache(programOf(PATTERN), { maxBytes: 1 << 16 });
    const steps = build(cache, 100_000);
    const [states, bytes] = [cache.transitions.stateCount, cache.cacheBytes];
    expect(steps).toBeLessThan(100_000);
    cache.giveUp();
    expect([cache.giveUps, cache.isResting(), cache.cacheBytes < bytes / 2]).toEqual([1, true, true]);
    cache.hasRead(10 * states - 1);
    expect(cache.isResting()).toBe(true);
    cache.hasRead(1);
    expect(cache.isResting()).toBe(false);
    expect(build(cache, 100_000)).toBeGreaterThan(steps / 2);
  });

  test('rests twice as long each time that it gives up soon again, eight times as long at most, and no longer than at first after it paid', () => {
    const cache = new DfaCache(programOf(PATTERN), { maxBytes: 1 << 16 });
    const rest = (): number => {
      build(cache, 100_000);
      const states = cache.transitions.stateCount;
      cache.giveUp();
      let bytes = 0;
      for (; cache.isResting(); bytes++) cache.hasRead(1);
      return bytes / states;
    };
    expect([rest(), rest(), rest(), rest(), rest()]).toEqual([10, 20, 40, 80, 80]);
    cache.hasRead(1_000_000);
    cache.transitions.forgetStates(2_000_000);
    expect(rest()).toBe(10);
  });

  test('that others needed the room of is not begun again at once, unless it had paid', () => {
    const young = new DfaCache(programOf(PATTERN), {});
    build(young, 100);
    young.forget();
    expect([young.isResting(), young.transitions.stateCount]).toEqual([true, 1]);
    const old = new DfaCache(programOf(PATTERN), {});
    build(old, 100);
    old.hasRead(100_000);
    const bytes = old.cacheBytes;
    old.forget();
    expect([old.isResting(), old.cacheBytes < bytes]).toEqual([false, true]);
    expect(old.cacheBytes).toBe(new DfaCache(programOf(PATTERN), {}).cacheBytes);
  });

  test('counts as used by each line that it is asked about, so that others give way before it', () => {
    const one = new DfaCache(programOf(PATTERN), {});
    build(one, 60);
    const budget = new CacheBudget(2.5 * one.cacheBytes);
    const caches = [1, 2, 3].map(() => new DfaCache(programOf(PATTERN), { budget }));
    const [busy, idle, young] = caches as [DfaCache, DfaCache, DfaCache];
    build(busy, 60);
    build(idle, 60);
    busy.isResting();
    build(young, 60);
    expect(busy.transitions.stateCount).toBeGreaterThan(10);
    expect(idle.transitions.stateCount).toBe(1);
  });
});

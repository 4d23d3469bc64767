import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type StateContent, StateStore } from './state-store.ts';

const WORDS = 4;
const content = fc.record<StateContent>({
  threads: fc.record({
    words: fc
      .array(fc.constantFrom(0, 0, 1, -1, 8), { minLength: WORDS, maxLength: WORDS })
      .map((w) => Int32Array.from(w)),
    before: fc.nat(3),
  }),
  node: fc.nat(2),
  report: fc.nat(2),
});

test('equal contents are one state, different ones are two, and each is given back as it was', () => {
  fc.assert(
    fc.property(fc.array(content, { maxLength: 60 }), (contents) => {
      const store = new StateStore(WORDS);
      const numbers = contents.map((one) => store.intern(one));
      const keys = contents.map(({ threads, ...rest }) => JSON.stringify([[...threads.words], threads.before, rest]));
      expect(store.count).toBe(new Set(keys).size);
      contents.forEach((one, i) => {
        expect(numbers[i]).toBe(numbers[keys.indexOf(keys[i] ?? '')]);
        const loaded = { words: new Int32Array(WORDS).fill(7), before: 9 };
        store.load(numbers[i] ?? 0, loaded);
        expect(loaded).toEqual(one.threads);
        expect([store.nodeOf(numbers[i] ?? 0), store.reportOf(numbers[i] ?? 0)]).toEqual([one.node, one.report]);
      });
    }),
  );
});

test('a store that was cleared numbers from 0 again', () => {
  const store = new StateStore(1);
  const state = (word: number): StateContent => ({
    threads: { words: Int32Array.of(word), before: 0 },
    node: 0,
    report: 0,
  });
  expect([store.intern(state(1)), store.intern(state(2))]).toEqual([0, 1]);
  store.clear();
  expect(store.usedBytes).toBe(0);
  expect([store.intern(state(2)), store.intern(state(1))]).toEqual([0, 1]);
});

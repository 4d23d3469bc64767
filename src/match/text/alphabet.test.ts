import fc from 'fast-check';
import { expect, test } from 'vitest';
import { includes, normalize } from '../syntax/ranges.ts';
import { buildAlphabet, sharedSymbol, symbolOf } from './alphabet.ts';

const set = fc
  .array(fc.tuple(fc.nat(60), fc.nat(9)), { maxLength: 5 })
  .map((ranges) => normalize(ranges.flatMap(([lo, more]) => [lo, lo + more])));
const codePoints = Array.from({ length: 80 }, (_, i) => i);

test('two code points share a symbol exactly when no set tells them apart', () => {
  fc.assert(
    fc.property(fc.array(set, { maxLength: 6 }), (sets) => {
      const alphabet = buildAlphabet(sets);
      const membership = (codePoint: number) => sets.map((ranges) => includes(ranges, codePoint)).join();
      const kinds = new Map<string, number>();
      for (const codePoint of codePoints) {
        const symbol = symbolOf(alphabet, codePoint);
        expect(kinds.get(membership(codePoint)) ?? symbol).toBe(symbol);
        kinds.set(membership(codePoint), symbol);
      }
      expect(new Set(kinds.values()).size).toBe(kinds.size);
      expect(alphabet.size).toBe(new Set(alphabet.symbols).size);
    }),
  );
});

test('a stretch has a shared symbol only when all of it does', () => {
  const alphabet = buildAlphabet([[10, 20]]);
  expect(sharedSymbol(alphabet, 10, 20)).toBe(symbolOf(alphabet, 15));
  expect(sharedSymbol(alphabet, 10, 21)).toBe(-1);
  expect(sharedSymbol(alphabet, 21, 0x10ffff)).toBe(symbolOf(alphabet, 0));
});

test('without sets all is one symbol', () => {
  expect(buildAlphabet([])).toMatchObject({ size: 1 });
});

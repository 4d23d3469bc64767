import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FOLD4 } from '../wasm/layout.ts';
import { ANY_BYTE, bytesOfRanges, single } from './byte-set.ts';
import { GramSpeller, gramCount, gramsOfRow } from './grams.ts';

const letters = (last: string) => bytesOfRanges([97, last.charCodeAt(0)], 256);
const set = fc.constantFrom(
  single(97),
  single(65),
  single(10),
  letters('b'),
  letters('d'),
  letters('h'),
  Uint8Array.of(75, 107),
  Uint8Array.of(48, 75),
  ANY_BYTE,
);

test('as many grams are spelled as were counted, each folded and each once', () => {
  const speller = new GramSpeller();
  const property = fc.property(fc.array(set, { maxLength: 8 }), fc.nat(6), (row, at) => {
    const count = speller.spell(row, at);
    expect(gramCount(row, at)).toBe(count);
    const grams = speller.grams.subarray(0, count);
    expect(new Set(grams).size).toBe(count);
    expect(grams.every((gram) => (gram | FOLD4) === gram)).toBe(true);
  });
  fc.assert(property, { numRuns: 500, seed: 12 });
});

test('the grams of a row are those of all its places', () => {
  const property = fc.property(fc.array(set, { maxLength: 12 }), (row) => {
    const counts = row.map((_, at) => gramCount(row, at));
    expect(gramsOfRow(row)).toBe(counts.reduce((sum, count) => sum + count, 0));
  });
  fc.assert(property, { numRuns: 200, seed: 12 });
});

test('1,024 grams are looked up, and not one more', () => {
  const most = [letters('d'), letters('d'), letters('h'), letters('h')];
  expect(gramCount(most, 0)).toBe(1024);
  expect(gramCount([...most.slice(0, 3), letters('i')], 0)).toBe(0);
});

test('four sets are needed for a gram', () => {
  expect(gramCount([single(97), single(98), single(99)], 0)).toBe(0);
  expect(gramCount([single(97), single(98), single(99), single(100)], 1)).toBe(0);
  const speller = new GramSpeller();
  expect([speller.spell([0x41, 0x62, 0x63, 0x64].map(single), 0), speller.grams[0]]).toEqual([1, 0x64636261]);
});

// Slices are held against the plain meaning: a text is found by each of its slices, and there are never too many.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { single } from './byte-set.ts';
import type { Unit } from './sequence.ts';
import { slicesOf } from './slices.ts';

const plain = (letter: string): Unit => [[single(letter.charCodeAt(0))]];
/** A letter with a second spelling of two bytes. */
const forked = (letter: string): Unit => [...plain(letter), [single(0xc5), single(letter.charCodeAt(0))]];
const units = (text: string): Unit[] =>
  [...text].map((letter) => (/[ks]/.test(letter) ? forked(letter) : plain(letter)));

const spelled = (text: string, maxRows: number): string[][] =>
  slicesOf(units(text), maxRows).map((rows) =>
    rows.map((row) => String.fromCharCode(...row.map((set) => (set.length === 1 ? (set[0] ?? 0) : 63)))),
  );

test('text without several spellings is one slice of one row', () => {
  expect(spelled('connection refused'.replaceAll('s', 'z'), 48)).toEqual([['connection refuzed']]);
});

test('a letter with two spellings doubles the rows', () => {
  expect(spelled('abcdskefgh', 48)).toEqual([['abcdskefgh', 'abcds\xc5kefgh', 'abcd\xc5skefgh', 'abcd\xc5s\xc5kefgh']]);
});

test('where rows would become too many the text is cut, what is longest for its rows first', () => {
  const slices = spelled('ksksk connection kskskskskskskskskskskskskskskksk', 48);
  expect(slices[0]).toEqual([' connection ']);
  expect(slices.every((rows) => rows.length <= 16)).toBe(true);
});

test('a slice of only such letters is still four of them long', () => {
  expect(spelled('kkkkkkkkkkkk', 1).map((rows) => rows.length)).toEqual([16]);
});

test('three bytes are lengthened to a gram by a byte that may be anything', () => {
  expect(spelled('abc', 48)).toEqual([['?abc']]);
});

test('every spelling of a text is found by each slice, and rows stay within the bound', () => {
  const letters = fc.array(fc.constantFrom(...'aekos'), { minLength: 1, maxLength: 40 });
  const property = fc.property(
    letters,
    fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
    fc.nat(60),
    (text, wide, most) => {
      const written = text.map((letter, at) => (/[ks]/.test(letter) && wide[at] ? `\xc5${letter}` : letter)).join('');
      const slices = spelled(text.join(''), most);
      for (const rows of slices) expect(rows.some((row) => `?${written}`.includes(row.replace(/^\?/, '')))).toBe(true);
      const rows = slices.flat().length;
      expect(rows).toBeLessThanOrEqual(Math.max(most, 16));
    },
  );
  fc.assert(property, { numRuns: 400, seed: 11 });
});

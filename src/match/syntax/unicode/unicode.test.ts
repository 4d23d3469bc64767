import { expect, test } from 'vitest';
import { includes } from '../ranges.ts';
import { foldCase } from './case-folding.ts';
import { fromDistances } from './distances.ts';
import { CATEGORIES, FOLD_ORBITS, SCRIPTS, UNICODE_VERSION } from './tables.generated.ts';
import { unicodeClass } from './unicode-class.ts';

const code = (character: string): number => character.codePointAt(0) ?? 0;
const alone = (character: string): number[] => [code(character), code(character)];
const folded = (character: string): string[] =>
  foldCase(alone(character)).flatMap((lo, i, ranges) => (i % 2 ? [] : range(lo, ranges[i + 1] ?? lo)));
const range = (lo: number, hi: number): string[] =>
  Array.from({ length: hi - lo + 1 }, (_, i) => String.fromCodePoint(lo + i));

test('categories hold their characters by one letter and by two', () => {
  for (const name of ['L', 'Lu']) expect(includes(unicodeClass(name) ?? [], code('Ж'))).toBe(true);
  expect(includes(unicodeClass('Ll') ?? [], code('Ж'))).toBe(false);
  expect(unicodeClass('Z')?.length).toBeGreaterThan(0);
});

test('scripts are known by their names, in the spelling of Go', () => {
  expect(includes(unicodeClass('Greek') ?? [], code('σ'))).toBe(true);
  expect(includes(unicodeClass('Han') ?? [], code('語'))).toBe(true);
  for (const unknown of ['greek', 'Letter', 'Script=Greek', '', 'constructor', 'l'])
    expect(unicodeClass(unknown)).toBeUndefined();
});

test('C means control, format, private use and surrogates, not what is unassigned', () => {
  expect(includes(unicodeClass('C') ?? [], 0x0378)).toBe(false);
  expect(includes(unicodeClass('C') ?? [], 0xe000)).toBe(true);
  expect(unicodeClass('Cn')).toBeUndefined();
});

test('folding is simple: one code point to one, whole orbits, no Turkish dots', () => {
  expect(folded('k')).toEqual(['K', 'k', '\u212a']);
  expect(folded('ſ')).toEqual(['S', 's', 'ſ']);
  expect(folded('σ')).toEqual(['Σ', 'ς', 'σ']);
  expect(folded('ß')).toEqual(['ß', 'ẞ']);
  expect(folded('ǅ')).toEqual(['Ǆ', 'ǅ', 'ǆ']);
  expect(folded('İ')).toEqual(['İ']);
  expect(folded('ı')).toEqual(['ı']);
  expect(folded('1')).toEqual(['1']);
});

test('ASCII is folded to what the table says, which it does not need', () => {
  const orbits = FOLD_ORBITS.split(';').map(fromDistances);
  for (let codePoint = 0; codePoint < 0x80; codePoint++) {
    const orbit = orbits.find((members) => members.includes(codePoint)) ?? [codePoint];
    expect(foldCase([codePoint, codePoint])).toEqual(orbit.flatMap((member) => [member, member]));
  }
  const all = foldCase([code('a'), code('z')]);
  for (const character of ['A', 'Z', 'a', 'z', '\u212a', 'ſ']) expect(includes(all, code(character))).toBe(true);
  expect(includes(all, code('['))).toBe(false);
});

test('large sets are folded as small ones are', () => {
  const large = foldCase([code('a'), code('a') + 2000]);
  for (const character of ['A', '\u212a', 'ẞ', 'Å', 'Σ']) expect(includes(large, code(character))).toBe(true);
});

// The tables are data of one Unicode version; they can be held against this Node only while it has the same.
test.runIf(process.versions.unicode === UNICODE_VERSION)('the generated tables say what this Node says', () => {
  for (const [name, property] of [...names(CATEGORIES, 'General_Category'), ...names(SCRIPTS, 'Script')].filter(
    (_, i) => i % 9 === 0,
  )) {
    const member = new RegExp(`\\p{${property}}`, 'u');
    const ranges = unicodeClass(name) ?? [];
    for (let codePoint = 0; codePoint < 0x110000; codePoint += 7)
      if (member.test(String.fromCodePoint(codePoint)) !== includes(ranges, codePoint))
        expect.fail(`${name} and ${codePoint.toString(16)}`);
  }
  expect(FOLD_ORBITS.split(';').length).toBeGreaterThan(1400);
});

function names(tables: Readonly<Record<string, string>>, kind: string): (readonly [string, string])[] {
  return Object.keys(tables).map((name) => [name, `${kind}=${name}`] as const);
}

import { expect, test } from 'vitest';
import { Random } from '../../../bench/match/random.ts';
import { programOf } from '../../../test/support/programs.ts';
import { CombinedDfa } from './combined-dfa.ts';
import type { DfaOptions } from './dfa-cache.ts';

/** The numbers of the patterns that match each line. */
function matchesOf(patterns: readonly string[], lines: readonly string[], options: DfaOptions = {}): number[][] {
  const dfa = new CombinedDfa(patterns.map(programOf), options);
  return lines.map((line) => {
    const bytes = new TextEncoder().encode(line);
    return [...dfa.matched.subarray(0, dfa.match(bytes, 0, bytes.length))].sort((a, b) => a - b);
  });
}

test('a line is given with all patterns that match it, each once', () => {
  const patterns = ['a', 'b$', '^a.*b', '\\bx\\b', '', 'é'];
  expect(matchesOf(patterns, ['aab', 'ba', 'a x b', '', 'xé'])).toEqual([
    [0, 1, 2, 4],
    [0, 4],
    [0, 1, 2, 3, 4],
    [4],
    [3, 4, 5],
  ]);
});

test('equal patterns keep their own numbers', () => {
  expect(matchesOf(['a', 'a', 'b'], ['a'])).toEqual([[0, 1]]);
});

test('no pattern at all matches nothing', () => {
  expect(matchesOf([], ['a'])).toEqual([[]]);
});

test('a match may lie in what turns out to be no character', () => {
  const dfa = new CombinedDfa(['^\\x{fffd}', '^\\x{fffd}{2}a', '語'].map(programOf));
  const bytes = Uint8Array.from([0xe8, 0xaa, 0x61]);
  expect([...dfa.matched.subarray(0, dfa.match(bytes, 0, bytes.length))].sort()).toEqual([0, 1]);
});

test('a character that begins where another breaks off is read on, though that break was a match already', () => {
  const dfa = new CombinedDfa(['^\\x{fffd}', 'é', '\\x{fffd}{2}'].map(programOf));
  const bytes = Uint8Array.from([0xe8, 0xc3, 0xa9]);
  expect([...dfa.matched.subarray(0, dfa.match(bytes, 0, bytes.length))].sort()).toEqual([0, 1]);
});

test('a cache that is emptied and given up in the middle of lines loses no match', () => {
  const patterns = ['a.{6}b', 'b.{5}a$', '[ab]{3}c', '^.{9}c'];
  const lines = Array.from({ length: 300 }, (_, i) =>
    Array.from({ length: 12 }, (_, k) => 'abc'[(i * (k + 3) + ((k * i) >> 2)) % 3]).join(''),
  );
  expect(matchesOf(patterns, lines, { maxBytes: 500 })).toEqual(matchesOf(patterns, lines));
});

test('a pattern by itself for which a table does not pay is read from the line’s end, where its matches end', () => {
  const random = new Random(3);
  const line = Uint8Array.from({ length: 300_000 }, () => random.between(97, 98));
  const quickest = (pattern: string): number => {
    const taken = [1, 2, 3].map(() => {
      const [dfa, before] = [new CombinedDfa([programOf(pattern)]), process.cpuUsage().user];
      expect(dfa.match(line, 0, line.length)).toBe(line.at(-301) === 97 ? 1 : 0);
      return process.cpuUsage().user - before;
    });
    return Math.min(...taken);
  };
  // The same, but for an end that is not told from the beginning on: that one must be simulated.
  expect(quickest('[ab]*a[ab]{300}$')).toBeLessThan(quickest('[ab]*a[ab]{300}$|Q') / 3);
});

test('answers stay right, line after line, from whichever end they are read', () => {
  const random = new Random(4);
  const lines = Array.from({ length: 400 }, (_, n) =>
    Array.from({ length: n % 60 }, () => 'ab'[random.below(2)]).join(''),
  );
  const wanted = lines.map((line) => (/[ab]*a[ab]{20}$/.test(line) ? [0] : []));
  expect(matchesOf(['[ab]*a[ab]{20}$'], lines, { maxBytes: 2_000 })).toEqual(wanted);
});

test('memory stays within the bound', () => {
  const dfa = new CombinedDfa(['a.{12}b', 'b.{13}a'].map(programOf), { maxBytes: 32 * 1024 });
  const random = new Random(7);
  const line = Uint8Array.from({ length: 20_000 }, () => random.between(97, 99));
  dfa.match(line, 0, line.length);
  expect(dfa.giveUps).toBeGreaterThan(0);
  expect(dfa.cacheBytes).toBeLessThanOrEqual(32 * 1024);
});

import { describe, expect, test } from 'vitest';
import { lineTest, programOf } from '../../../test/support/programs.ts';
import { INNER_NEWLINE } from '../../core/text/inner-newline.ts';
import { LazyDfa } from './lazy-dfa.ts';

/** Bytes drawn from an alphabet, the same at every run. */
function noise(alphabet: string, length: number): Uint8Array {
  let state = 88172645;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return alphabet.charCodeAt((state >>> 0) % alphabet.length);
  });
}

describe('a line', () => {
  test('matches wherever the pattern occurs in it', () => {
    const matches = lineTest('ab+c');
    expect(['abc', 'xxabbbcx', 'ac', 'ab', ''].map(matches)).toEqual([true, true, false, false, false]);
  });

  test('has its ends at the given offsets, whatever lies around them', () => {
    const dfa = new LazyDfa(programOf('^ab$'));
    const bytes = new TextEncoder().encode('xabx');
    expect(dfa.test(bytes, 1, 3)).toBe(true);
    expect(dfa.test(bytes, 0, 3)).toBe(false);
    expect(dfa.test(bytes, 1, 4)).toBe(false);
  });

  test('starts and ends where ^ $ \\A \\z hold, with (?m) and without', () => {
    for (const pattern of ['^a$', '\\Aa\\z', '(?m)^a$', '(?m:^)a(?m:$)']) {
      expect(['a', 'ba', 'ab'].map(lineTest(pattern)), pattern).toEqual([true, false, false]);
    }
    expect(lineTest('^$')('')).toBe(true);
    expect(lineTest('a^b|a$b')('ab')).toBe(false);
  });

  test('may hold a line feed of its own, beside which only the (?m) anchors hold', () => {
    expect(lineTest('(?m)^b$')('a\nb\nc')).toBe(true);
    expect(lineTest('^b$')('a\nb\nc')).toBe(false);
    expect(lineTest('a.b')('a\nb')).toBe(false);
    expect(lineTest('(?s)a.b')('a\nb')).toBe(true);
  });

  test('has a line feed within it wherever the byte stands that travels for one', () => {
    const joined = [0x61, INNER_NEWLINE, 0x62, INNER_NEWLINE, 0x63];
    for (const pattern of ['(?m)^b$', 'a\\nb\\sc', '(?s)a.b', 'b[^b]c'])
      expect(lineTest(pattern)(joined), pattern).toBe(true);
    for (const pattern of ['^b$', 'a.b', '\\x{fffd}', 'a\\Sb']) expect(lineTest(pattern)(joined), pattern).toBe(false);
  });

  test('knows word boundaries of ASCII words only', () => {
    expect(['a cat.', 'concat', 'cats', 'cat'].map(lineTest('\\bcat\\b'))).toEqual([true, false, false, true]);
    expect(lineTest('\\bé')('é')).toBe(false);
    expect(lineTest('a\\bé')('aé')).toBe(true);
    expect(lineTest('^\\B$')('')).toBe(true);
    expect(lineTest('\\b^a')('a')).toBe(true);
    expect(lineTest('a$\\b')('a')).toBe(true);
  });
});

describe('characters', () => {
  test('are code points to the dot, to negated classes and to counts', () => {
    for (const one of ['a', 'é', '語', '😀']) {
      expect(lineTest('^.$')(one)).toBe(true);
      expect(lineTest('^[^x]{2}$')(one + one)).toBe(true);
      expect(lineTest('^..$')(one)).toBe(false);
    }
  });

  test('fold their case by Unicode', () => {
    expect(lineTest('(?i)^kS$')('\u212a\u017f')).toBe(true);
    expect(lineTest('(?i)^straẞe$')('STRAßE')).toBe(true);
    expect(lineTest('(?i)σ')('ς')).toBe(true);
    expect(lineTest('k')('\u212a')).toBe(false);
  });

  test('that are invalid count as one U+FFFD for each byte', () => {
    expect(lineTest('^.$')([0xfe])).toBe(true);
    expect(lineTest('^\\x{fffd}$')([0x80])).toBe(true);
    expect(lineTest('^..$')([0xe2, 0x82])).toBe(true);
    expect(lineTest('^.$')([0xe2, 0x82])).toBe(false);
    expect(lineTest('^\\x{fffd}{3}a')([0xf0, 0x9f, 0x98, 0x61])).toBe(true);
    expect(lineTest('^\\x{fffd}é')([0xe2, 0xc3, 0xa9])).toBe(true);
    expect(lineTest('^[^a]{3}$')([0xed, 0xa0, 0x80])).toBe(true);
    expect(lineTest('^\\PL{2}$')([0xc0, 0xaf])).toBe(true);
    expect(lineTest('^\\B.\\B.\\B$')([0xe2, 0x82])).toBe(true);
  });

  test('are never entered in the middle', () => {
    expect(lineTest('\\x{fffd}')('é語😀')).toBe(false);
    expect(lineTest('[^é]')('é')).toBe(false);
    expect(lineTest('\\B$')('é')).toBe(true);
  });

  test('can be surrogates in a pattern only, where they match nothing', () => {
    expect(lineTest('\\x{d800}')([0xed, 0xa0, 0x80])).toBe(false);
    expect(lineTest('[\\x{d800}-\\x{e000}]')('\ue000')).toBe(true);
  });
});

describe('time', () => {
  const KIB = 1024;
  /** The best of three runs, in nanoseconds of CPU for each byte of the line: what others do on the machine counts for little. */
  function nanosecondsPerByte(pattern: string, line: Uint8Array): number {
    const runs = [1, 2, 3].map(() => {
      const dfa = new LazyDfa(programOf(pattern));
      const before = process.cpuUsage();
      expect(dfa.test(line, 0, line.length)).toBe(false);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    });
    return (Math.min(...runs) * 1000) / line.length;
  }

  test.each([
    ['(a+)+$', `${'a'.repeat(1024 * KIB)}b`],
    ['(?:\\w+\\s?)*;$', 'a'.repeat(1024 * KIB)],
    ['.*.*=.*', 'x'.repeat(1024 * KIB)],
    ['(x+x+)+y', 'x'.repeat(1024 * KIB)],
    ['((a{1,10}){1,10}){1,10}b', 'a'.repeat(1024 * KIB)],
    ['((a{0,10}){0,10}){0,10}b', 'a'.repeat(1024 * KIB)],
    ['(a?){1000}b', 'a'.repeat(1024 * KIB)],
    ['.{1000}b', 'a'.repeat(1024 * KIB)],
  ])('of %s on a line of 1 MiB is under 50 ns a byte', (pattern, text) => {
    expect(nanosecondsPerByte(pattern, new TextEncoder().encode(text))).toBeLessThan(50);
  });

  test('grows no faster than the line when every byte needs a new state', () => {
    const pattern = '[ab]*a[ab]{300}c';
    const short = nanosecondsPerByte(pattern, noise('ab', 64 * KIB));
    const long = nanosecondsPerByte(pattern, noise('ab', 512 * KIB));
    expect(long).toBeLessThan(4 * short);
  });
});

describe('memory', () => {
  test('stays within its bound, and the answers stay right, when states never come again', () => {
    const maxBytes = 64 * 1024;
    const dfa = new LazyDfa(programOf('(a|b)*a(a|b){20}c'), { maxBytes });
    const line = noise('ab', 100_000);
    const hit = Uint8Array.from([...line.subarray(0, 5000), 0x61, ...noise('ab', 20), 0x63]);
    for (let round = 0; round < 3; round++) {
      expect(dfa.test(line, 0, line.length)).toBe(false);
      expect(dfa.test(hit, 0, hit.length)).toBe(true);
      expect(dfa.cacheBytes).toBeLessThanOrEqual(maxBytes);
    }
  });

  test('is a few kilobytes for a usual rule', () => {
    const dfa = new LazyDfa(programOf('Failed password for .* from (\\d{1,3}(?:\\.\\d{1,3}){3}) port \\d+'));
    const line = new TextEncoder().encode('sshd[1]: Failed password for invalid user x from 10.0.0.1 port 22 ssh2');
    expect(dfa.test(line, 0, line.length)).toBe(true);
    expect(dfa.byteSize).toBeLessThan(32 * 1024);
  });
});

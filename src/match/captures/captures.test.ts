import { expect, test } from 'vitest';
import { RandomPatterns } from '../../../test/support/random-patterns.ts';
import { parsePattern } from '../syntax/parse.ts';
import type { Pattern } from '../syntax/pattern.ts';
import { decodeLine } from '../text/utf8.ts';
import { canonicalPattern } from './canonical-pattern.ts';
import { CaptureReader } from './captures.ts';

function patternOf(text: string): Pattern {
  const parsed = parsePattern(text);
  if (!parsed.ok) throw new Error(parsed.fault.message);
  return parsed.pattern;
}

const read = (pattern: string, text: string) => new CaptureReader(patternOf(pattern)).read(text);

test('captures are keyed by name or by number, with the place of the match', () => {
  expect(read('(?P<user>\\w+)@(\\w+)', 'to ann@example')).toEqual({
    start: 3,
    end: 14,
    captures: { user: 'ann', $2: 'example' },
  });
});

test('a group that took no part is an empty string', () => {
  expect(read('(a)|(?<b>b)', 'b')?.captures).toEqual({ $1: '', b: 'b' });
});

test('the first match is leftmost, and prefers as the pattern says', () => {
  expect(read('a+?', 'xaaa')).toMatchObject({ start: 1, end: 2 });
  expect(read('(?U)a+', 'xaaa')).toMatchObject({ end: 2 });
  expect(read('a|ab', 'ab')).toMatchObject({ end: 1 });
  expect(read('b', 'a')).toBeUndefined();
});

test('a group may have any name that the syntax allows', () => {
  const captures = read('(?P<__proto__>a)(?P<0>b)', 'ab')?.captures ?? {};
  expect(Object.entries(captures).sort()).toEqual([
    ['0', 'b'],
    ['__proto__', 'a'],
  ]);
});

test('invalid bytes are captured as one U+FFFD each', () => {
  const text = decodeLine(Uint8Array.from([0x61, 0xe2, 0x82, 0x62]));
  expect(read('a(.)(.)b', text)?.captures).toEqual({ $1: '\ufffd', $2: '\ufffd' });
});

test('a pattern written out plainly means what it meant, flags, folding and Unicode included', () => {
  expect(read('(?i)(k)\\pL{2}', 'x \u212aжß')?.captures).toEqual({ $1: '\u212a' });
  expect(read('(?m)^(b)$', 'a\nb\nc')?.captures).toEqual({ $1: 'b' });
  expect(read('[^\\x00-\\x{10FFFF}]|(?:)', 'a')).toMatchObject({ start: 0, end: 0 });
});

test('the plain form is read back as the same tree', () => {
  const random = new RandomPatterns(11);
  const bare = (pattern: string) => JSON.stringify(patternOf(pattern).root).replaceAll(/,"name":"\w+"/g, '');
  let compared = 0;
  for (let i = 0; i < 400; i++) {
    const parsed = parsePattern(random.pattern());
    const plain = parsed.ok ? canonicalPattern(parsed.pattern.root) : '';
    if (!parsed.ok || !parsePattern(plain).ok) continue;
    const again = canonicalPattern(patternOf(plain).root);
    expect(bare(again)).toBe(bare(plain));
    compared++;
  }
  expect(compared).toBeGreaterThan(200);
});

import { RE2JS } from 're2js';
import { describe, expect, test } from 'vitest';
import { RandomPatterns } from '../../../test/support/random-patterns.ts';
import { parsePattern } from '../syntax/parse.ts';
import type { Pattern } from '../syntax/pattern.ts';
import { decodeLine } from '../text/utf8.ts';
import { CaptureReader, type LineMatch, type NoMatch } from './captures.ts';

const PATTERNS = Number(process.env.TOCSIN_TEST_ORACLE_PATTERNS ?? 900);
const SEED = Number(process.env.TOCSIN_TEST_ORACLE_SEED ?? 1);

function patternOf(text: string): Pattern {
  const parsed = parsePattern(text);
  if (!parsed.ok) throw new Error(parsed.fault.message);
  return parsed.pattern;
}

const read = (pattern: string, line: string | Uint8Array): LineMatch | NoMatch =>
  new CaptureReader(patternOf(pattern)).read(Buffer.from(line));

/** What was captured; nothing when there is no match. */
function capturesOf(pattern: string, line: string | Uint8Array): Readonly<Record<string, string>> | undefined {
  const result = read(pattern, line);
  return typeof result === 'string' ? undefined : result.captures;
}

test('captures are keyed by name or by number, with the place of the match', () => {
  expect(read('(?P<user>\\w+)@(\\w+)', 'to ann@example')).toEqual({
    start: 3,
    end: 14,
    captures: { user: 'ann', $2: 'example' },
  });
});

test('a group that took no part is an empty string', () => {
  expect(capturesOf('(a)|(?<b>b)', 'b')).toEqual({ $1: '', b: 'b' });
});

test('the first match is leftmost, and prefers as the pattern says', () => {
  expect(read('a+?', 'xaaa')).toMatchObject({ start: 1, end: 2 });
  expect(read('(?U)a+', 'xaaa')).toMatchObject({ end: 2 });
  expect(read('a|ab', 'ab')).toMatchObject({ end: 1 });
  expect(read('b', 'a')).toBe('none');
});

test('a group may have any name that the syntax allows', () => {
  const captures = capturesOf('(?P<__proto__>a)(?P<0>b)', 'ab') ?? {};
  expect(Object.entries(captures).sort()).toEqual([
    ['0', 'b'],
    ['__proto__', 'a'],
  ]);
});

test('invalid bytes are captured as one U+FFFD each', () => {
  expect(capturesOf('a(.)(.)b', Uint8Array.from([0x61, 0xe2, 0x82, 0x62]))).toEqual({ $1: '\ufffd', $2: '\ufffd' });
});

test('the place of the match counts as JavaScript counts the text', () => {
  expect(read('x(.)', 'é😀ÿx😀')).toEqual({ start: 4, end: 7, captures: { $1: '😀' } });
  expect(read('b', Uint8Array.from([0xff, 0xe2, 0x82, 0x62]))).toMatchObject({ start: 3, end: 4 });
});

test('a loop whose round reads nothing is entered once, as in Go', () => {
  expect(read('(|a)*', 'aa')).toMatchObject({ start: 0, end: 0 });
  expect(read('(|a)+', 'aa')).toMatchObject({ start: 0, end: 0 });
  expect(capturesOf('(a|b*)*c', 'abc')).toEqual({ $1: 'b' });
});

test('a reader may be used again, after a line that it gave up too', () => {
  const reader = new CaptureReader(patternOf('(a{1,9}){1,9}b'), { mostSteps: 5_000 });
  for (let i = 0; i < 3; i++) {
    expect(reader.read(Buffer.from(`${'a'.repeat(1_000)}b`))).toBe('given-up');
    expect(reader.read(Buffer.from('xaab'))).toEqual({ start: 1, end: 4, captures: { $1: 'aa' } });
  }
});

test('random patterns capture the same as in re2js, from lines with invalid bytes among them', () => {
  const random = new RandomPatterns(SEED + 3);
  const differences: string[] = [];
  let matches = 0;
  for (let i = 0; i < PATTERNS; i++) {
    const text = random.pattern();
    const parsed = parsePattern(text);
    if (!parsed.ok) continue;
    const [reader, groups, theirs] = [new CaptureReader(parsed.pattern), parsed.pattern.groups, RE2JS.compile(text)];
    for (let n = 0; n < 10; n++) {
      const line = random.line({ broken: true });
      const matcher = theirs.matcher(decodeLine(line));
      const found = matcher.find();
      const values = groups.map((name, group) => [
        name ?? `$${group + 1}`,
        found ? (matcher.group(group + 1) ?? '') : '',
      ]);
      const expected = found
        ? { start: matcher.start(), end: matcher.end(), captures: Object.fromEntries(values) }
        : 'none';
      if (found) matches++;
      const ours = JSON.stringify(reader.read(line));
      if (ours !== JSON.stringify(expected))
        differences.push(`${text} on ${Buffer.from(line).toString('hex')}: ${ours}, not ${JSON.stringify(expected)}`);
    }
  }
  expect(differences).toEqual([]);
  expect(matches).toBeGreaterThan(PATTERNS);
});

describe('a very long line', () => {
  test('is read whole where the pattern allows it', () => {
    const line = `${'all is well, '.repeat(80_000)}refused by db-1 ${'and so on '.repeat(30_000)}`;
    expect(read('refused by (\\S+)', line)).toEqual({
      start: 13 * 80_000,
      end: 13 * 80_000 + 15,
      captures: { $1: 'db-1' },
    });
    const json = `{"msg":"${'x'.repeat(300_000)}","code":503}`;
    expect(capturesOf('"code":(\\d+)\\}$', json)).toEqual({ $1: '503' });
    expect(capturesOf('(?:\\w+\\s?)*(;)$', `${'ab '.repeat(100_000)};`)).toEqual({ $1: ';' });
  });

  test.each([
    ['counted repetitions that each character may begin', '[a-z ]{500}Q(\\d)', `${'ab '.repeat(1_000_000)}Q1`],
    ['counted repetitions within each other', '(x{1,500}){1,2}y(z)', `${'x'.repeat(3_000_000)}yz`],
    ['dozens of groups a round', `(?:${'()'.repeat(30)}x){1000}y|z`, `${'x'.repeat(300_000)}z`],
  ])('is given up within two seconds: %s', (_, pattern, line) => {
    const reader = new CaptureReader(patternOf(pattern));
    const before = process.cpuUsage();
    expect(reader.read(Buffer.from(line))).toBe('given-up');
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(2);
  });
});

test('a pattern whose threads would note more than the bound is given up on any line', () => {
  const reader = new CaptureReader(patternOf(`${'()'.repeat(300)}(?:${'x?'.repeat(40)}){1000}`), {
    mostSteps: Infinity,
  });
  expect(reader.read(Buffer.from('x'))).toBe('given-up');
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Node } from './node.ts';
import { MAX_PATTERN_BYTES, parsePattern } from './parse.ts';
import type { PatternFault } from './pattern.ts';

function rootOf(text: string): Node {
  const parsed = parsePattern(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.fault.message}`);
  return parsed.pattern.root;
}

function faultOf(text: string): PatternFault {
  const parsed = parsePattern(text);
  if (parsed.ok) throw new Error(`${text} was accepted`);
  return parsed.fault;
}

const one = (character: string): Node => {
  const codePoint = character.codePointAt(0) ?? 0;
  return { kind: 'class', ranges: [codePoint, codePoint] };
};

describe('the tree', () => {
  test('a literal is a class of one, text a concatenation of them', () => {
    expect(rootOf('a')).toEqual(one('a'));
    expect(rootOf('ab😀')).toEqual({ kind: 'concat', parts: [one('a'), one('b'), one('😀')] });
    expect(rootOf('')).toEqual({ kind: 'empty' });
  });

  test('choices may be empty', () => {
    expect(rootOf('a|')).toEqual({ kind: 'alternate', choices: [one('a'), { kind: 'empty' }] });
    expect(rootOf('()')).toEqual({ kind: 'group', index: 1, body: { kind: 'empty' } });
  });

  test('capturing groups are numbered by their opening parentheses and keep their names in both spellings', () => {
    const parsed = parsePattern('((a)(?:b))(?P<c>d)(?<e>f)');
    expect(parsed).toMatchObject({ ok: true, pattern: { groups: [null, null, 'c', 'e'] } });
  });

  test('flags hold to the end of the enclosing group, across choices', () => {
    const a: Node = { kind: 'class', ranges: [65, 65, 97, 97] };
    expect(rootOf('(?:b(?i)a|a)a')).toMatchObject({
      parts: [{ choices: [{ parts: [one('b'), a] }, a] }, one('a')],
    });
    expect(rootOf('(?i:a(?-i:a))')).toEqual({ kind: 'concat', parts: [a, one('a')] });
  });

  test('anchors mean the text, under (?m) the line', () => {
    const assertions = (text: string) => JSON.stringify(rootOf(text)).match(/(?:text|line)-\w+/g);
    expect(assertions('^$')).toEqual(['text-start', 'text-end']);
    expect(assertions('(?m)^$')).toEqual(['line-start', 'line-end']);
    expect(assertions('(?m)\\A\\z')).toEqual(['text-start', 'text-end']);
  });

  test('the dot leaves out the line feed unless (?s) holds', () => {
    expect(rootOf('.')).toEqual({ kind: 'class', ranges: [0, 9, 11, 0x10ffff] });
    expect(rootOf('(?s).')).toEqual({ kind: 'class', ranges: [0, 0x10ffff] });
  });

  test('quoted text is literal up to \\E or the end', () => {
    expect(rootOf('\\Qa.*\\E')).toEqual({ kind: 'concat', parts: [one('a'), one('.'), one('*')] });
    expect(rootOf('\\Q.')).toEqual(one('.'));
  });

  test('an empty class can never match', () => {
    expect(rootOf('[^\\x00-\\x{10FFFF}]')).toEqual({ kind: 'never' });
  });
});

describe('repetition', () => {
  test('operators and counts give minimum, maximum and greediness', () => {
    const bounds = (text: string) => {
      const node = rootOf(text);
      return node.kind === 'repeat' ? [node.min, node.max, node.greedy] : node.kind;
    };
    expect(['a*', 'a+?', 'a??', 'a{2}', 'a{2,}', 'a{2,5}?'].map(bounds)).toEqual([
      [0, Infinity, true],
      [1, Infinity, false],
      [0, 1, false],
      [2, 2, true],
      [2, Infinity, true],
      [2, 5, false],
    ]);
    expect(['(?U)a*', '(?U)a*?'].map(bounds)).toEqual([
      [0, Infinity, false],
      [0, Infinity, true],
    ]);
  });

  test('a brace that is no count is a literal', () => {
    for (const text of ['a{', 'a{,5}', 'a{01}', 'a{1,2', 'a{x}', '{']) expect(rootOf(text).kind).not.toBe('repeat');
  });

  test('it binds to the last character, class or group, and to assertions', () => {
    expect(rootOf('ab*')).toMatchObject({ parts: [one('a'), { kind: 'repeat', body: one('b') }] });
    expect(rootOf('\\Qab\\E+')).toMatchObject({ parts: [one('a'), { kind: 'repeat', body: one('b') }] });
    expect(rootOf('^*')).toMatchObject({ kind: 'repeat', body: { kind: 'assert' } });
    expect(rootOf('a*(?i)*')).toMatchObject({ kind: 'repeat', body: { kind: 'repeat' } });
  });

  test('counts are limited to 1000, nested ones to a product of 1000', () => {
    for (const text of [
      'a{1000}',
      '(a{10}){100}',
      '((a{10}){10}){10}',
      '(a{1000}){1}',
      '(?:a{600}){0}',
      '(?:(?:a{500}){0}b){3}',
      '(a{2,}){500}',
    ])
      expect(parsePattern(text).ok, text).toBe(true);
    for (const text of ['a{1001}', 'a{2,1001}', 'a{1001,}', '(a{10}){101}', '((a{10}){10}){11}', '(a{600}){2,}'])
      expect(faultOf(text).code, text).toBe('repeat_too_large');
  });
});

describe('refusals', () => {
  test.each([
    ['(', 'missing_parenthesis', 0],
    ['a(b(c)', 'missing_parenthesis', 1],
    ['a)', 'unexpected_parenthesis', 1],
    ['x[a', 'missing_bracket', 1],
    ['[z-a]', 'bad_class_range', 1],
    ['a\\p{Foo}', 'unknown_class', 1],
    ['\\p{greek}', 'unknown_class', 0],
    ['[[:foo:]]', 'unknown_class', 1],
    ['ab\\', 'trailing_backslash', 2],
    ['\\8', 'back_reference', 0],
    ['(a)\\1', 'back_reference', 3],
    ['\\k<a>', 'back_reference', 0],
    ['(?P=a)', 'back_reference', 0],
    ['a\\C', 'bad_escape', 1],
    ['\\x{110000}', 'bad_escape', 0],
    ['\\xg', 'bad_escape', 0],
    ['\\é', 'bad_escape', 0],
    ['*', 'nothing_to_repeat', 0],
    ['a|*', 'nothing_to_repeat', 2],
    ['(?i)+', 'nothing_to_repeat', 4],
    ['a**', 'stacked_repeat', 2],
    ['a{2}{3}', 'stacked_repeat', 4],
    ['a*??', 'stacked_repeat', 3],
    ['a{2,1}', 'repeat_too_large', 1],
    ['a++', 'possessive_repeat', 2],
    ['(?>a)', 'atomic_group', 0],
    ['x(?=a)', 'look_around', 1],
    ['(?!a)', 'look_around', 0],
    ['(?<=a)', 'look_around', 0],
    ['(?<!a)', 'look_around', 0],
    ['(?x)a', 'bad_group', 0],
    ['(?i-)', 'bad_group', 0],
    ['(?P<a b>c)', 'bad_group_name', 4],
    ['(?P<>c)', 'bad_group_name', 4],
    ['(?<a>x)(?P<a>y)', 'duplicate_group_name', 11],
    ['a\ud800', 'not_unicode', 1],
  ])('%s is refused: %s at %i', (text, code, position) => {
    expect(faultOf(text)).toMatchObject({ code, position });
  });

  test('what other engines can do is refused with what to write instead', () => {
    expect(faultOf('(?!x)y').message).toContain('exclude pattern');
    expect(faultOf('(a)\\1').message).toContain('write out');
    expect(faultOf('a++').message).toContain('leave out the second +');
    expect(faultOf('(?>a)').message).toContain('(?:…)');
    expect(faultOf('\\Z').message).toContain('\\z');
    expect(faultOf('\\u0041').message).toContain('\\x{…}');
  });

  test('a pattern is at most 2 KiB of UTF-8', () => {
    expect(parsePattern('a'.repeat(MAX_PATTERN_BYTES)).ok).toBe(true);
    expect(faultOf('a'.repeat(MAX_PATTERN_BYTES + 1)).code).toBe('too_long');
    expect(faultOf('é'.repeat(MAX_PATTERN_BYTES / 2 + 1)).code).toBe('too_long');
  });

  test('a tree is at most 1000 levels deep', () => {
    const nested = (levels: number) => '('.repeat(levels) + ')'.repeat(levels);
    expect(parsePattern(nested(999)).ok).toBe(true);
    expect(faultOf(nested(1000)).code).toBe('too_deep');
  });
});

test('no text makes the parser throw, and a fault lies within the text', () => {
  const characters = fc.constantFrom(...'()[]{}*+?|\\^$.-,0123aPpQE<>:=!imsUx');
  const text = fc
    .array(fc.oneof(characters, fc.string({ unit: 'binary', maxLength: 2 })))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (pattern) => {
      const parsed = parsePattern(pattern);
      if (parsed.ok) return true;
      return (
        parsed.fault.position >= 0 && parsed.fault.position <= pattern.length && parsed.fault.message.endsWith('.')
      );
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['\\1234', 'S4'],
  ['\\0123', '\\n3'],
  ['(?i-i:a)', 'a'],
  ['(?i-i)a', 'a'],
  ['(?s-s:.)', '.'],
])('%s means what %s means', (one, other) => {
  const [first, second] = [one, other].map(parsePattern);
  expect(first?.ok && first.pattern.root).toEqual(second?.ok && second.pattern.root);
  expect(first?.ok).toBe(true);
});

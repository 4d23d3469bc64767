import { describe, expect, test } from 'vitest';
import { programOf } from '../../../test/support/programs.ts';
import { parsePattern } from '../syntax/parse.ts';
import { emitCode, instructionCount, MATCH } from './emit.ts';
import { findPositions } from './positions.ts';
import { combinePrograms } from './program.ts';
import { partCount, sizeFault } from './size.ts';

function partsOf(text: string): number {
  const parsed = parsePattern(text);
  if (!parsed.ok) throw new Error(parsed.fault.message);
  return partCount(parsed.pattern.root);
}

describe('the compiled size', () => {
  test.each(['', 'a', 'abc|d*', '(a{3,5}b?){2,}', '[^\\x00-\\x{10ffff}]x', '(?:a|b|)+$', 'a{0}', '(a{0,9}){3}'])(
    'is known before %s is compiled',
    (text) => {
      const parsed = parsePattern(text);
      if (!parsed.ok) throw new Error(text);
      const code = emitCode([parsed.pattern.root]);
      expect(code.op.length).toBe(instructionCount(parsed.pattern.root) + 1);
      expect(code.op.filter((op) => op === MATCH).length).toBe(1);
    },
  );

  test('is bounded, and a pattern beyond the bound is refused with the figures', () => {
    expect(sizeFault(partsOf('\\w{1000}\\s{1000}'))).toBeUndefined();
    const refused = sizeFault(partsOf('\\w{1000}'.repeat(101)));
    expect(refused).toMatchObject({ code: 'too_large', position: 0 });
    expect(refused?.message).toContain('101012 parts, at most 100000');
    expect(sizeFault(100_000)).toBeUndefined();
    expect(sizeFault(100_001)).toBeDefined();
  });

  test('counts no instruction that can never be entered', () => {
    expect(partsOf('(?:a{1000}){0}')).toBe(0);
  });

  test('counts the further ranges of each class once, and fourfold, so that many large classes are refused too', () => {
    expect(partsOf('ace')).toBe(3);
    expect(partsOf('[ace]')).toBe(1 + 4 * 2);
    expect(partsOf('\\w{9}')).toBe(9 + 4 * 3);
    expect(partsOf('(?:\\pL|\\pL)+')).toBe(partsOf('\\pL') + 3);
    const many = Array.from({ length: 60 }, (_, i) => `[^\\pL${String.fromCodePoint(0x2190 + i)}]`).join('');
    expect(sizeFault(partsOf(many))).toMatchObject({ code: 'too_large' });
  });
});

describe('positions', () => {
  test('follow the order of the text, so that plain text moves from each to the next', () => {
    const { count, moves, jumps } = findPositions(programOf('abcd').code);
    expect(count).toBe(4);
    expect(moves[0]).toBe(0b0111);
    expect(jumps[0]).toBe(0b1000);
  });

  test('stay in a loop of one character', () => {
    const { stays, moves } = findPositions(programOf('ab+c').code);
    expect(stays[0]).toBe(0b010);
    expect(moves[0]).toBe(0b011);
  });

  test('wait at an assertion that needs the next character, and at no other', () => {
    expect(findPositions(programOf('^a\\bb').code)).toMatchObject({ count: 3, open: Int32Array.of(0b010) });
  });

  test('list few targets and leave many to a walk', () => {
    const few = findPositions(programOf('a(?:b|c)d').code);
    expect([...few.targets].length).toBeGreaterThan(0);
    const many = findPositions(programOf('a(b?){100}c').code);
    expect(many.targets.length).toBeLessThan(8 * many.count);
  });
});

test('classes that are equal are one', () => {
  expect(programOf('[a-c]x[abc]').code.classes.length).toBe(2);
});

test('programs are combined in their order', () => {
  const combined = combinePrograms([programOf('a'), combinePrograms([programOf('b'), programOf('c')])]);
  expect(combined.roots.length).toBe(3);
  expect(combined.code.starts.length).toBe(3);
});

test('a program survives being sent to another thread', () => {
  const program = programOf('(?i)\\berror\\b');
  expect(structuredClone(program)).toEqual(program);
});

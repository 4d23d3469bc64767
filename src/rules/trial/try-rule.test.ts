import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRule, type RulePatterns } from '../../match/compile-rule.ts';
import { tryRule } from './try-rule.ts';

function trial(patterns: RulePatterns, ...lines: string[]) {
  const compiled = compileRule(patterns);
  if (!compiled.ok) throw new Error(compiled.fault.message);
  return tryRule(compiled.rule, lines);
}

describe('a rule that is tried on lines', () => {
  test('tells where it matches and what its groups hold, by their names or numbers', () => {
    expect(trial({ pattern: 'killed (?P<pid>\\d+) \\((\\w+)\\)(x)?' }, 'kernel: killed 17 (java)')).toEqual([
      { matched: true, excluded: false, match: { start: 8, end: 24, captures: { pid: '17', $2: 'java', $3: '' } } },
    ]);
  });

  test('counts places in characters of the text as JavaScript has them', () => {
    const line = '\u{1f600} Öl: leer';
    const [tried] = trial({ pattern: 'leer' }, line);
    expect(line.slice(tried?.match?.start, tried?.match?.end)).toBe('leer');
    expect(tried?.match?.start).toBe(7);
  });

  test('tells apart what is no match and what is excluded', () => {
    const lines = ['error', 'error in test', '', 'fine', 'error', 'error\r'];
    const tried = trial({ pattern: 'error$|test', excludePattern: 'test' }, ...lines);
    expect(tried.map(({ matched, excluded }) => [matched, excluded])).toEqual([
      [true, false],
      [true, true],
      [false, false],
      [false, false],
      [true, false],
      [true, false],
    ]);
  });

  test('sees lines without the sequences that colour them, as the tails do', () => {
    const [tried] = trial({ pattern: '^ERROR: (\\w+)$' }, '\u001b[31mERROR\u001b[0m: disk');
    expect(tried?.match).toEqual({ start: 0, end: 11, captures: { $1: 'disk' } });
  });

  test('may match every line, the empty ones too, and no line at all may be given', () => {
    expect(trial({ pattern: '^' }, '', 'a', '').map(({ matched }) => matched)).toEqual([true, true, true]);
    expect(trial({ pattern: 'a' })).toEqual([]);
  });

  test('says that it matches also where finding the place would take too long', () => {
    const [tried] = trial({ pattern: `(?:(a?){1,20}b?){1,40}c` }, `${'a'.repeat(100_000)}c`);
    expect(tried).toEqual({ matched: true, excluded: false, match: undefined });
  });

  test('agrees with what JavaScript finds in any lines', () => {
    const property = fc.property(fc.array(fc.stringMatching(/^[abc ]{0,8}$/), { maxLength: 20 }), (lines) => {
      const tried = trial({ pattern: 'a(b+)', excludePattern: 'cc' }, ...lines);
      const expected = lines.map((line) => {
        const found = /a(b+)/.exec(line);
        if (!found) return { matched: false, excluded: false, match: undefined };
        const match = { start: found.index, end: found.index + found[0].length, captures: { $1: found[1] } };
        return { matched: true, excluded: line.includes('cc'), match };
      });
      expect(tried).toEqual(expected);
    });
    fc.assert(property, { numRuns: 200 });
  });
});

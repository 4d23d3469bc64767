import { describe, expect, test } from 'vitest';
import { CacheBudget } from './automaton/cache-budget.ts';
import { type CompiledRule, compileRule } from './compile-rule.ts';
import { Verifier } from './verifier.ts';

function rule(pattern: string, excludePattern?: string): CompiledRule {
  const result = compileRule({ pattern, excludePattern });
  if (!result.ok) throw new Error(result.fault.message);
  return result.rule;
}

function verifierOf(rules: readonly CompiledRule[], budget = new CacheBudget()): Verifier {
  const verifier = new Verifier(budget);
  verifier.use(rules);
  return verifier;
}

const bytes = Buffer.from('error: disk full|error: none|calm');
const [full, none, calm] = [
  { start: 0, end: 16 },
  { start: 17, end: 28 },
  { start: 29, end: 33 },
];

describe('a verifier', () => {
  test('says of one line and one rule whether the pattern matches, whatever is excluded', () => {
    const verifier = verifierOf([rule('^error: ', 'none$'), rule('calm')]);
    expect([full, none, calm].map((line) => verifier.matches(0, bytes, line))).toEqual([true, true, false]);
    expect([full, none, calm].map((line) => verifier.matches(1, bytes, line))).toEqual([false, false, true]);
  });

  test('says whether a rule excludes a line; one without an exclude pattern excludes none', () => {
    const verifier = verifierOf([rule('error', 'none'), rule('error')]);
    expect([full, none].map((line) => verifier.isExcluded(0, bytes, line))).toEqual([false, true]);
    expect(verifier.isExcluded(1, bytes, none)).toBe(false);
  });

  test('holds nothing for rules that no line was shown to, and keeps what it holds for rules that stay', () => {
    const [first, second] = [rule('error', 'none'), rule('calm')];
    const verifier = verifierOf([first, second]);
    expect(verifier.byteSize).toBe(0);
    verifier.matches(0, bytes, full);
    const held = verifier.byteSize;
    expect(held).toBeGreaterThan(1000);
    verifier.use([second, first]);
    expect(verifier.byteSize).toBe(held);
    expect(verifier.matches(1, bytes, full)).toBe(true);
    expect(verifier.byteSize).toBe(held);
  });

  test('gives the room of rules that are gone back to the others', () => {
    const budget = new CacheBudget();
    const verifier = verifierOf([rule('e.{9}x', 'd.{7}y'), rule('calm')], budget);
    verifier.matches(0, bytes, { start: 0, end: bytes.length });
    verifier.isExcluded(0, bytes, { start: 0, end: bytes.length });
    expect(budget.bytes).toBeGreaterThan(0);
    verifier.use([rule('calm')]);
    expect([budget.bytes, verifier.byteSize]).toEqual([0, 0]);
  });

  test('refuses a rule that is not there', () => {
    expect(() => verifierOf([]).matches(0, bytes, full)).toThrow('There is no rule 0.');
  });
});

import { expect, test } from 'vitest';
import { Random } from '../../bench/match/random.ts';
import { type CompiledRule, compileRule } from './compile-rule.ts';
import { EveryLine } from './every-line.ts';

function rule(pattern: string): CompiledRule {
  const result = compileRule({ pattern });
  if (!result.ok) throw new Error(result.fault.message);
  return result.rule;
}

function found(everyLine: EveryLine, line: string): number[] {
  const bytes = Buffer.from(line);
  const rules: number[] = [];
  everyLine.match(bytes, { start: 0, end: bytes.length }, (at) => rules.push(at));
  return rules.sort((a, b) => a - b);
}

test('each of the rules is told by its place in the set, and no other is looked for', () => {
  const everyLine = new EveryLine(['a', 'b', 'c', 'd'].map(rule), [1, 3]);
  expect(found(everyLine, 'abcd')).toEqual([1, 3]);
  expect(new EveryLine([rule('a')], []).isNeeded).toBe(false);
});

test('rules that together need too many states are parted until they fit, and are all found as before', () => {
  const patterns = Array.from({ length: 64 }, (_, i) => `${i % 2 === 0 ? 'a' : 'b'}[ab]{${40 + i}}x`);
  const everyLine = new EveryLine(patterns.map(rule), [...patterns.keys()], 1 << 18);
  const random = new Random(1);
  const noise = (): string => Array.from({ length: 4000 }, () => random.pick(['a', 'b'])).join('');
  for (let batch = 0; batch < 8; batch++) {
    for (let line = 0; line < 5; line++) found(everyLine, noise());
    everyLine.divideWhatGaveUp();
  }
  expect(everyLine.groupCount).toBeGreaterThan(1);
  expect(found(everyLine, `${'ab'.repeat(20)}ax ${'b'.repeat(42)}x`)).toEqual([0, 1]);
});

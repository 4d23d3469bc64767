import { expect, test } from 'vitest';
import { Random } from '../../../bench/match/random.ts';
import { kernelText } from '../../../test/support/kernel-text.ts';
import { type CompiledRule, compileRule } from '../compile-rule.ts';
import { createKernel } from '../wasm/create-kernel.ts';
import { EveryLine } from './every-line.ts';

function rule(pattern: string): CompiledRule {
  const result = compileRule({ pattern });
  if (!result.ok) throw new Error(result.fault.message);
  return result.rule;
}

const kernel = createKernel();

/** The rules that match a line. */
function found(everyLine: EveryLine, line: string): number[] {
  const rules = new Set<number>();
  everyLine.read(kernelText(kernel, Buffer.from(`${line}\n`)), (at) => rules.add(at));
  return [...rules].sort((a, b) => a - b);
}

test('each of the rules is told by its place in the set, and no other is looked for', () => {
  const everyLine = new EveryLine();
  expect(everyLine.isNeeded).toBe(false);
  everyLine.use(['a', 'b', 'c', 'd'].map(rule), [1, 3]);
  expect(everyLine.isNeeded).toBe(true);
  expect(found(everyLine, 'abcd')).toEqual([1, 3]);
});

/** A line of a and b that asks for a new state at nearly every byte of patterns that count what lies behind. */
function noise(random: Random, length: number): string {
  return Array.from({ length }, () => random.pick(['a', 'b'])).join('');
}

const counting = (letter: string, count: number): string => `${letter}[ab]{${count}}x`;

test('a group with a rule that needs too many states is parted until that rule is alone', () => {
  const patterns = Array.from({ length: 64 }, (_, i) => (i === 37 ? counting('a', 60) : `rule ${i}$`));
  const everyLine = new EveryLine({ groupBytes: 1 << 18 });
  everyLine.use(patterns.map(rule), [...patterns.keys()]);
  const random = new Random(1);
  for (let batch = 0; batch < 40; batch++) {
    for (let line = 0; line < 5; line++) found(everyLine, noise(random, 4000));
    everyLine.divideWhatGaveUp();
  }
  expect(everyLine.groupCount).toBe(7);
  expect(found(everyLine, `a${'b'.repeat(60)}x and rule 5`)).toEqual([5, 37]);
});

test('rules that need too many states in whatever company are read together, as parting them helps nothing', () => {
  const patterns = Array.from({ length: 64 }, (_, i) => counting(i % 2 === 0 ? 'a' : 'b', 40 + i));
  const everyLine = new EveryLine({ groupBytes: 1 << 18 });
  everyLine.use(patterns.map(rule), [...patterns.keys()]);
  const random = new Random(1);
  const counts = Array.from({ length: 12 }, () => {
    for (let line = 0; line < 5; line++) found(everyLine, noise(random, 4000));
    everyLine.divideWhatGaveUp();
    return everyLine.groupCount;
  });
  expect(counts).toContain(2);
  expect(counts.slice(-4)).toEqual([1, 1, 1, 1]);
  expect(found(everyLine, `${'ab'.repeat(20)}ax ${'b'.repeat(42)}x`)).toEqual([0, 1]);
});

test('a half that gives up waits for the other one before it is parted further', () => {
  const patterns = Array.from({ length: 8 }, (_, i) => (i < 4 ? counting('a', 40 + i) : `c[cd]{${40 + i}}x`));
  const everyLine = new EveryLine({ groupBytes: 1 << 18 });
  everyLine.use(patterns.map(rule), [...patterns.keys()]);
  const random = new Random(1);
  const read = (letters: readonly [string, string]): number => {
    found(everyLine, Array.from({ length: 3000 }, () => random.pick(letters)).join(''));
    everyLine.divideWhatGaveUp();
    return everyLine.groupCount;
  };
  expect([read(['a', 'b']), read(['a', 'b']), read(['c', 'd'])]).toEqual([2, 2, 1]);
});

test('rules whose matches end with the line are read from there when their group gives up, and the others stay together', () => {
  const patterns = ['a[ab]{60}$', 'never', 'b[ab]{70}$', 'x$|y', 'other$'];
  const everyLine = new EveryLine({ groupBytes: 1 << 18 });
  everyLine.use(patterns.map(rule), [...patterns.keys()]);
  const random = new Random(1);
  for (let line = 0; line < 6; line++) {
    found(everyLine, noise(random, 3000));
    everyLine.divideWhatGaveUp();
  }
  // The three that are bound to the end are alone; what is left needs few states.
  expect(everyLine.groupCount).toBe(4);
  expect(Math.max(...everyLine.stateCounts)).toBeLessThan(2000);
  const line = `${noise(random, 500)}a${'b'.repeat(9)}b${'a'.repeat(50)}`;
  expect(found(everyLine, line)).toEqual(
    ['a', 'b'].flatMap((letter, i) => (line.at(-61 - 10 * i) === letter ? [2 * i] : [])),
  );
  expect(found(everyLine, 'never an other')).toEqual([1, 4]);
});

test('a changed rule makes one group anew, and the others keep what they know', () => {
  const rules = Array.from({ length: 40 }, (_, i) => rule(`[a-c]{200}${i}$`));
  const everyLine = new EveryLine({ groupParts: 2000 });
  everyLine.use(rules, [...rules.keys()]);
  expect(everyLine.groupCount).toBe(5);
  found(everyLine, 'abc'.repeat(100));
  const before = everyLine.stateCounts;
  const changed = rules.with(11, rule('[a-d]{100}changed'));
  everyLine.use(changed, [...changed.keys()]);
  const kept = everyLine.stateCounts.filter((states) => before.includes(states) && states > 1);
  expect(kept.length).toBe(4);
  for (const i of rules.keys()) expect(found(everyLine, `${'abc'.repeat(70)}${i}`)).toEqual(i === 11 ? [] : [i]);
  expect(found(everyLine, `${'abc'.repeat(70)}changed`)).toEqual([11]);
  everyLine.use(changed, [11]);
  expect(found(everyLine, `${'abc'.repeat(70)}7`)).toEqual([]);
});

test('rules that moved to other places of the set are told by the new ones, also one that stands there twice', () => {
  const [first, second] = [rule('first'), rule('second')];
  const everyLine = new EveryLine();
  everyLine.use([first, second], [0, 1]);
  everyLine.use([second, first], [0, 1]);
  expect(found(everyLine, 'second')).toEqual([0]);
  everyLine.use([second, first, second], [0, 1, 2]);
  expect(found(everyLine, 'first second')).toEqual([0, 1, 2]);
});

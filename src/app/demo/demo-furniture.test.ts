import { expect, test } from 'vitest';
import { OnePattern } from '../../match/one-pattern.ts';
import { linesIn } from '../../sources/demo/shop/lines.ts';
import { demoContainers } from '../../sources/demo/shop/shop-containers.ts';
import { DEMO_RULES } from './demo-furniture.ts';

const BEGINS = 1_790_000_000;

test('the demo begins with rules by which what goes wrong in its shop is told, within ten seconds for the first time', () => {
  const containers = demoContainers({ seed: 7, begins: BEGINS });
  const patterns = DEMO_RULES.map(({ name, pattern }) => {
    const made = OnePattern.compile(String(pattern));
    if (!made.ok) throw new Error(`${name} is no pattern.`);
    return { name, made: made.pattern };
  });
  const toldBy = (seconds: number): ReadonlySet<unknown> => {
    const texts = Array.from({ length: seconds }, (_, n) => containers.flatMap((one) => linesIn(BEGINS + n, one)));
    const lines = texts.flat().map(({ text }) => Buffer.from(text));
    return new Set(patterns.filter(({ made }) => lines.some((line) => made.matches(line))).map(({ name }) => name));
  };
  const wrong = ['Panic', 'Out of memory', 'Fatal error', 'Unhandled error', 'Database in trouble', 'Failed logins'];
  expect([...toldBy(180)]).toEqual(expect.arrayContaining([...wrong, 'Server errors', 'Payment failed']));
  expect([...toldBy(8)]).toEqual(expect.arrayContaining(['Unhandled error', 'Database in trouble']));
});

import { expect, test } from 'vitest';
import { Random } from '../../../bench/match/random.ts';
import { programOf } from '../../../test/support/programs.ts';
import { RandomPatterns } from '../../../test/support/random-patterns.ts';
import { parsePattern } from '../syntax/parse.ts';
import { BackwardDfa, canRunBackwards } from './backward-dfa.ts';
import { CacheBudget } from './cache-budget.ts';
import { ForwardDfa } from './forward-dfa.ts';
import { LazyDfa } from './lazy-dfa.ts';

test('a pattern can run backwards when all its matches end with the line and not all begin with it', () => {
  for (const text of ['a$', 'a\\z', '(?:a$|(b$))', '(^a|b)$', '(a$)+'])
    expect(canRunBackwards(programOf(text)), text).toBe(true);
  for (const text of ['a', '^a$', '\\Aa$', 'a$|b', '(a$)*', '(?m)a$', 'a$b', ''])
    expect(canRunBackwards(programOf(text)), text).toBe(false);
});

test('backwards the same lines match, invalid bytes and assertions among them', () => {
  const random = new RandomPatterns(5);
  let compared = 0;
  for (let i = 0; i < 250; i++) {
    const text = `(?:${random.pattern()})${random.below(2) ? '$' : '\\z'}`;
    if (!parsePattern(text).ok || !canRunBackwards(programOf(text))) continue;
    const [forward, backward] = [new ForwardDfa(programOf(text), {}), new BackwardDfa(programOf(text), {})];
    for (let n = 0; n < 8; n++) {
      const line = random.line({ broken: true });
      expect(backward.test(line, 0, line.length), text).toBe(forward.test(line, 0, line.length));
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(400);
});

test('backwards the anchors of (?m) hold beside the same line feeds', () => {
  for (const text of ['(?m:^)b$', 'a(?m:$)\\nb$', '(?m:^)\\nb$', 'a\\n(?m:$)\\z', 'a(?m:^)b$'])
    for (const line of ['a\nb', 'b', 'ab', '\nb', 'a\n', 'a\n\n']) {
      const bytes = new TextEncoder().encode(line);
      const [forward, backward] = [new ForwardDfa(programOf(text), {}), new BackwardDfa(programOf(text), {})];
      expect(backward.test(bytes, 0, bytes.length), `${text} on ${line}`).toBe(forward.test(bytes, 0, bytes.length));
    }
});

test('a pattern that needs a million states forward is read backwards, in linear time', () => {
  const budget = new CacheBudget();
  const dfa = new LazyDfa(programOf('[ab]*a[ab]{400}$'), { budget });
  const random = new Random(1);
  const line = Uint8Array.from({ length: 1 << 20 }, () => random.between(97, 98));
  line[line.length - 401] = 98;
  const nanosecondsPerByte = (matches: boolean): number => {
    const before = process.cpuUsage();
    expect(dfa.test(line, 0, line.length)).toBe(matches);
    const { user, system } = process.cpuUsage(before);
    return ((user + system) * 1000) / line.length;
  };
  expect(nanosecondsPerByte(false)).toBeLessThan(200);
  line[line.length - 401] = 97;
  expect(Math.min(...[1, 2, 3].map(() => nanosecondsPerByte(true)))).toBeLessThan(50);
  expect(dfa.stateCount).toBeLessThan(2000);
  // The forward table, which did not pay, holds nothing any more.
  expect(budget.bytes).toBe(dfa.cacheBytes);
});

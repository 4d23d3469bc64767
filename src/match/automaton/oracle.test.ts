// A seeded slice of the comparison with another engine. Larger runs: TOCSIN_TEST_ORACLE_PATTERNS=100000 TOCSIN_TEST_ORACLE_SEED=7.
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { programOf } from '../../../test/support/programs.ts';
import { RandomPatterns } from '../../../test/support/random-patterns.ts';
import { parsePattern } from '../syntax/parse.ts';
import { decodeLine } from '../text/utf8.ts';
import { CombinedDfa } from './combined-dfa.ts';
import { LazyDfa } from './lazy-dfa.ts';

const PATTERNS = Number(process.env.TOCSIN_TEST_ORACLE_PATTERNS ?? 900);
const SEED = Number(process.env.TOCSIN_TEST_ORACLE_SEED ?? 1);
const LINES = 12;

function re2js(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return undefined;
  }
}

const hex = (line: Uint8Array): string => Buffer.from(line).toString('hex');

test('random patterns match the same random lines as in re2js, invalid bytes among them', () => {
  const random = new RandomPatterns(SEED);
  const differences: string[] = [];
  let hits = 0;
  for (let i = 0; i < PATTERNS; i++) {
    const text = random.pattern();
    const theirs = re2js(text);
    if (!theirs) continue;
    // Every third table is so small that it is emptied and given up again and again.
    const ours = new LazyDfa(programOf(text), i % 3 === 0 ? { maxBytes: 600 } : {});
    for (let n = 0; n < LINES; n++) {
      const line = random.line({ broken: true });
      const matches = ours.test(line, 0, line.length);
      if (matches) hits++;
      if (matches !== theirs.matcher(decodeLine(line)).find()) differences.push(`${text} on ${hex(line)}: ${matches}`);
    }
  }
  expect(differences).toEqual([]);
  expect(hits).toBeGreaterThan(PATTERNS);
});

test('random and mutated patterns are accepted exactly when re2js accepts them', () => {
  const random = new RandomPatterns(SEED + 1);
  const differences: string[] = [];
  let refused = 0;
  for (let i = 0; i < PATTERNS; i++) {
    const text = random.mutated(random.pattern());
    const accepted = parsePattern(text).ok;
    if (!accepted) refused++;
    if (accepted !== (re2js(text) !== undefined)) differences.push(`${text}: ${accepted}`);
  }
  expect(differences).toEqual([]);
  expect(refused).toBeGreaterThan(PATTERNS / 4);
});

test('many patterns in one pass match as each does alone', () => {
  const random = new RandomPatterns(SEED + 2);
  for (let i = 0; i < PATTERNS / 25; i++) {
    const programs = Array.from({ length: 1 + random.below(12) }, () => random.pattern())
      .filter((text) => re2js(text))
      .map(programOf);
    const combined = new CombinedDfa(programs, i % 2 === 0 ? { maxBytes: 4000 } : {});
    const alone = programs.map((program) => new LazyDfa(program));
    for (let n = 0; n < 4 * LINES; n++) {
      const line = random.line({ broken: true });
      const count = combined.match(line, 0, line.length);
      const together = [...combined.matched.subarray(0, count)].sort((a, b) => a - b);
      expect(together).toEqual(alone.flatMap((dfa, number) => (dfa.test(line, 0, line.length) ? number : [])));
    }
  }
});

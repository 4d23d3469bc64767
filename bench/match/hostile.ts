// Patterns that explode elsewhere, on lines of a megabyte: what a byte costs here and in RE2, the line told to the rule alone or read for many rules. `npm run bench:match -- --hostile`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CompiledRule, compileRule } from '../../src/match/compile-rule.ts';
import { Matcher } from '../../src/match/matcher.ts';
import { createRuleSet } from '../../src/match/rule-set.ts';
import { Random } from './random.ts';

const PATTERNS: readonly string[] = [
  '(a+)+$',
  '(?:\\w+\\s?)*;$',
  '.*.*=.*',
  '(x+x+)+y',
  '((a{1,10}){1,10}){1,10}b',
  '((a{0,10}){0,10}){0,10}c',
  '(?:[ab]{0,31}a){31}Q',
  '(?:(?:a|b){1,30}b{1,30}){1,30}Q',
  '(?:\\w+\\s+){1,1000}Q',
  '[ab]*a[ab]{20}c',
  '[ab]*a[ab]{300}c',
  '[ab]*a[ab]{990}$',
  'a.{15}b.{15}a.{15}b.{15}Q',
  '[^a]{0,500}[^b]{0,500}Q',
];

/** By name: a line of this many characters. */
const TEXTS: Readonly<Record<string, (random: Random, length: number) => string>> = {
  'one letter': (_, length) => 'a'.repeat(length),
  'two letters': (random, length) => Array.from({ length }, () => random.pick(['a', 'b'])).join(''),
  words: (random, length) =>
    Array.from({ length: length / 5 }, () => random.pick(['word ', 'alpha', 'x= y ', 'thing'])).join(''),
};

const LENGTH = 1_000_000;

/** What a rule is found by, so that it is a candidate; every text here begins with it. */
const PROBE = 'candidate_of_all';

interface Taken {
  readonly nanoseconds: number;
  readonly hits: number;
}

/** True when every pattern found the same here and there, in less than ten times the time there or in 50 ns a byte. */
export function measureHostile(seed: number): boolean {
  const random = new Random(seed);
  let isSound = true;
  console.log(
    `${'pattern'.padEnd(36)}${['text', 'candidate', 'every line', 'RE2', 'ratio', 'equal'].map(cell).join('')}`,
  );
  for (const [name, make] of Object.entries(TEXTS)) {
    const text = Buffer.from(`${PROBE} ${make(random, LENGTH)}\n`);
    const theirs = re2(text);
    for (const [i, pattern] of PATTERNS.entries()) {
      const [candidate, everyLine] = [ours(pattern, text, 'candidate'), ours(pattern, text, 'every line')];
      const [other, slower] = [theirs?.[i], Math.max(candidate.nanoseconds, everyLine.nanoseconds)];
      const isEqual = candidate.hits === everyLine.hits && (other === undefined || other.hits === candidate.hits);
      isSound &&= isEqual && (slower < 50 || other === undefined || slower < 10 * other.nanoseconds);
      const ratio = other ? (slower / other.nanoseconds).toFixed(2) : '-';
      const times = [candidate.nanoseconds, everyLine.nanoseconds, other?.nanoseconds].map(
        (ns) => ns?.toFixed(1) ?? '-',
      );
      console.log(pattern.padEnd(36) + [name, ...times, ratio, isEqual ? 'yes' : 'NO'].map(cell).join(''));
    }
  }
  return isSound;
}

function ours(pattern: string, text: Buffer, form: 'candidate' | 'every line'): Taken {
  const clues = form === 'candidate' ? compiled(PROBE).clues : [];
  const matcher = new Matcher({ rules: createRuleSet([{ ...compiled(pattern), clues }]) });
  matcher.learn(Buffer.from('a calm line of text\n'.repeat(30_000)));
  matcher.reserve(text.length).set(text);
  const before = process.cpuUsage();
  let hits = 0;
  for (const { count } of matcher.match({ length: text.length })) hits += count;
  const { user, system } = process.cpuUsage(before);
  return { nanoseconds: ((user + system) * 1000) / text.length, hits };
}

function compiled(pattern: string): CompiledRule {
  const result = compileRule({ pattern });
  if (!result.ok) throw new Error(`${pattern}: ${result.fault.message}`);
  return result.rule;
}

/** RE2's times by pattern; undefined as a whole without a compiler and libre2, and for a pattern that it refuses. */
function re2(text: Buffer): readonly (Taken | undefined)[] | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  try {
    const [program, patterns, lines] = ['re2-time', 'patterns', 'text'].map((name) => path.join(folder, name)) as [
      string,
      string,
      string,
    ];
    const source = path.join(import.meta.dirname, 're2-time.cc');
    if (spawnSync('g++', ['-O2', '-o', program, source, '-lre2', '-lpthread']).status !== 0) return undefined;
    writeFileSync(patterns, `${PATTERNS.join('\n')}\n`);
    writeFileSync(lines, text);
    const output = spawnSync(program, [patterns, lines], { encoding: 'utf8' }).stdout.trim();
    return output.split('\n').map((row) => {
      const [nanoseconds, hits] = row.split('\t').map(Number);
      return Number.isNaN(hits) ? undefined : { nanoseconds: nanoseconds ?? 0, hits: hits ?? 0 };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const cell = (value: string): string => value.padStart(13);

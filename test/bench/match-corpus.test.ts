// What the matcher's benchmark reads must be what it says: calm lines hit no rule, trouble always does, and as much of it as is named.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { CALM } from '../../bench/match/calm-lines.ts';
import { corpusOf, makeCorpus } from '../../bench/match/corpus.ts';
import { givenLines } from '../../bench/match/given-lines.ts';
import { Random } from '../../bench/match/random.ts';
import { ruleSet } from '../../bench/match/rule-sets.ts';
import { TROUBLE } from '../../bench/match/trouble-lines.ts';
import { compileRule } from '../../src/match/compile-rule.ts';
import { Matcher } from '../../src/match/matcher.ts';
import { createRuleSet } from '../../src/match/rule-set.ts';
import { foundHits } from '../support/found-hits.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const rules = ruleSet(200).flatMap((pattern) => {
  const result = compileRule({ pattern });
  return result.ok ? [result.rule] : [];
});
const matcher = new Matcher({ rules: createRuleSet(rules) });

/** How many of the text's lines some rule hits. */
function linesHit(text: Buffer): number {
  matcher.reserve(text.length).set(text);
  return new Set(foundHits(matcher, { length: text.length }).map(({ start }) => start)).size;
}

describe('the corpus of the benchmark', () => {
  test('is of many dialects, none of which hits a rule while it is calm', () => {
    expect([rules.length, CALM.length > 50]).toEqual([200, true]);
    for (const [at, line] of CALM.entries()) {
      const random = new Random(at + 1);
      const lines = Array.from({ length: 300 }, () => `${line(random)}\n`);
      expect(linesHit(Buffer.from(lines.join(''))), lines[0]).toBe(0);
    }
  });

  test('has trouble that always hits', () => {
    for (const [at, line] of TROUBLE.entries()) {
      const random = new Random(at + 1);
      const lines = Array.from({ length: 100 }, () => `${line(random)}\n`);
      expect(linesHit(Buffer.from(lines.join(''))), lines[0]).toBe(100);
    }
  });

  test.each([
    ['rare', 0.001],
    ['typical', 0.01],
    ['plain', 0.01],
    ['busy', 0.1],
  ] as const)('hits on the share of lines that it is named for: %s', (kind, share) => {
    const text = makeCorpus(kind, 8e6, 3);
    const lines = text.toString('latin1').split('\n').length - 1;
    expect(linesHit(text) / lines).toBeGreaterThan(0.75 * share);
    expect(linesHit(text) / lines).toBeLessThan(1.25 * share);
  });

  test('has no character beyond ASCII where it is plain', () => {
    const beyond = (kind: 'plain' | 'typical') => makeCorpus(kind, 1e6, 3).some((byte) => byte > 127);
    expect([beyond('plain'), beyond('typical')]).toEqual([false, true]);
  });

  test('takes lines from a folder, with other numbers, as often as they are calm or hit', () => {
    const folder = temporaryDirectory();
    mkdirSync(path.join(folder, 'far'));
    writeFileSync(path.join(folder, 'one.log'), 'furnace 12 lit at 20260102\r\n\nfurnace 12 shut at 20260103\n');
    writeFileSync(path.join(folder, 'far/two.log'), 'furnace panic: runtime error: 7\n');
    writeFileSync(path.join(folder, 'notes.txt'), 'furnace of somebody else\n');
    const given = givenLines(folder, ruleSet(200));
    const text = corpusOf({ kind: 'typical', size: 4e6, seed: 3, lines: given });
    const lines = text.toString().split('\n').slice(0, -1);
    const furnaces = lines.filter((line) => line.startsWith('furnace '));
    expect(furnaces.length / lines.length).toBeCloseTo(0.55, 1);
    expect(new Set(furnaces).size).toBeGreaterThan(1000);
    const kinds = new Set(furnaces.map((line) => line.replace(/\d{8}$/, '')));
    expect([...kinds].toSorted()).toEqual([
      'furnace 12 lit at ',
      'furnace 12 shut at ',
      'furnace panic: runtime error: 7',
    ]);
    expect(linesHit(text) / lines.length).toBeCloseTo(0.01, 2);
  });

  test('is the same for the same seed', () => {
    const [one, same, other] = [5, 5, 6].map((seed) => makeCorpus('typical', 1e5, seed));
    expect([one?.equals(same ?? Buffer.alloc(0)), one?.equals(other ?? Buffer.alloc(0))]).toEqual([true, false]);
  });
});

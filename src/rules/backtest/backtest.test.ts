import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, lineBatch, NEW_YEAR, type SampleLine } from '../../../test/support/line-batch.ts';
import { sampleOrigin } from '../../../test/support/origin-samples.ts';
import { sampleDefinition, sampleRule } from '../../../test/support/rule-samples.ts';
import { snapshotOf } from '../../../test/support/rule-snapshots.ts';
import { noCounts } from '../../core/flood/rule-counts.ts';
import { STDERR, STDOUT } from '../../core/lines/line-batch.ts';
import type { RuleDefinition } from '../../core/rules/rule.ts';
import { compileRule } from '../../match/compile-rule.ts';
import { LineJudge } from '../judge/line-judge.ts';
import { Backtest } from './backtest.ts';
import type { KeptLine } from './kept-lines.ts';
import type { TriedRule } from './tried-rules.ts';

const HOUR_MS = 3_600_000;
const START_MS = NEW_YEAR.seconds * 1_000;
const web = sampleOrigin('web');

function tried(change: Partial<RuleDefinition>): TriedRule {
  const definition = sampleDefinition(change);
  const { pattern, excludePattern } = definition;
  const compiled = compileRule({ pattern, excludePattern: excludePattern ?? undefined });
  if (!compiled.ok) throw new Error(compiled.fault.message);
  return { definition, compiled: compiled.rule };
}

function backtest(rules: readonly TriedRule[], { limit = { perMinute: 0, burst: 0 }, mostLines = 10 } = {}) {
  const span = { from: START_MS, to: START_MS + HOUR_MS };
  return new Backtest({ rules, span, limit, clock: { now: () => START_MS + HOUR_MS }, mostLines });
}

const line = (text: string, seconds: number, stream: SampleLine['stream'] = STDOUT): SampleLine => ({
  ...{ text, at: at(seconds * 1_000), stream },
});

describe('a back-test', () => {
  test('of a rule that looks at a field counts and keeps the lines whose values hit', () => {
    const test = backtest([tried({ pattern: '^lost', field: 'msg', cooldownSeconds: 0 })]);
    test.open(web).lines(lineBatch([line('lost', 0), line('{"msg":"lost"}', 1), line('msg="it lost"', 2)]));
    expect(test.totals).toEqual({ hits: 1, events: 1 });
    expect(test.kept.all.map(({ text }) => text)).toEqual(['{"msg":"lost"}']);
  });

  test('counts hits, what becomes of them, and when', () => {
    const rule = { pattern: 'lost', excludePattern: 'twice', cooldownSeconds: 10 };
    const test = backtest([tried(rule)], { limit: { perMinute: 1, burst: 2 } });
    const origin = test.open(web);
    origin.lines(lineBatch([line('lost', 0), line('fine', 1), line('lost', 3)]));
    origin.lines(lineBatch([line('lost twice', 11), line('lost', 11), line('lost', 12), line('lost', 25)]));
    origin.lines(lineBatch([line('lost', 80)]));
    expect(test.counts).toEqual([{ admitted: 3, threshold: 0, muted: 0, cooldown: 2, rate_limit: 1, excluded: 1 }]);
    expect(test.totals).toEqual({ hits: 6, events: 3 });
    expect(test.steps.minutes).toBe(1);
    expect(test.steps.all.slice(0, 3)).toEqual([
      { from: START_MS, hits: 5, events: 2 },
      { from: START_MS + 60_000, hits: 1, events: 1 },
      { from: START_MS + 120_000, hits: 0, events: 0 },
    ]);
    expect(test.kept.all.map(({ text, decision }) => `${text} ${decision}`)).toEqual([
      'lost admitted',
      'lost cooldown',
      'lost admitted',
      'lost cooldown',
      'lost rate_limit',
      'lost admitted',
    ]);
  });

  test('tries a rule wherever it holds and whether it is enabled, on the streams that it looks at', () => {
    const scope = { kind: 'workload', workloadId: '0123456789abcdef' } as const;
    const test = backtest([tried({ pattern: 'x', enabled: false, scope, streams: 'stderr', cooldownSeconds: 0 })]);
    test.open(web).lines(lineBatch([line('x', 0), line('x', 1, STDERR)]));
    expect(test.kept.all).toMatchObject([{ stream: 'stderr', decision: 'admitted', origin: { containerName: 'web' } }]);
  });

  test('of several rules counts each, and has them share the limit of a container by their severity', () => {
    const rules = [
      tried({ pattern: 'x', severity: 'info', cooldownSeconds: 0 }),
      tried({ pattern: 'x', severity: 'critical', cooldownSeconds: 0 }),
    ];
    const test = backtest(rules, { limit: { perMinute: 1, burst: 1 } });
    test.open(web).lines(lineBatch([line('x', 0)]));
    test.open(sampleOrigin('db')).lines(lineBatch([line('x', 0)]));
    expect(test.counts).toMatchObject([
      { admitted: 0, rate_limit: 2 },
      { admitted: 2, rate_limit: 0 },
    ]);
  });

  test('keeps the newest lines that became events, and the newest that did not', () => {
    const test = backtest([tried({ pattern: 'x', cooldownSeconds: 60 })], { mostLines: 2 });
    const lines = Array.from({ length: 240 }, (_, seconds) => line(`x ${seconds}`, seconds));
    test.open(web).lines(lineBatch(lines));
    expect(test.kept.all.map(({ text }) => text)).toEqual(['x 120', 'x 180', 'x 238', 'x 239']);
    // Another container is read behind it, and what it wrote is older.
    test.open(sampleOrigin('db')).lines(lineBatch([line('x old', 150)]));
    expect(test.kept.all.map(({ text }) => text)).toEqual(['x old', 'x 180', 'x 238', 'x 239']);
    test.open(sampleOrigin('cache')).lines(lineBatch([line('x too old', 100)]));
    expect(test.kept.all.map(({ text }) => text)).toEqual(['x old', 'x 180', 'x 238', 'x 239']);
    expect(test.kept.leftOut).toBe(238);
  });

  test('keeps of a line what a pattern sees of it, and of a long one its beginning', () => {
    const test = backtest([tried({ pattern: 'x', cooldownSeconds: 0 })]);
    const long = `x${'é'.repeat(3_000)}`;
    test.open(web).lines(lineBatch([line('\u001b[31mx\u001b[0m red', 0), line(long, 1)]));
    expect(test.kept.all).toMatchObject([
      { text: 'x red', truncated: false },
      { text: `x${'é'.repeat(2_047)}`, truncated: true },
    ]);
  });

  test('decides each hit as the judge of the tails does', () => {
    const texts = fc.constantFrom('one', 'two', 'one two', 'none of them', 'one but not');
    const steps = fc.array(fc.record({ text: texts, after: fc.integer({ min: -3, max: 40 }) }), { maxLength: 60 });
    const rules = [
      { pattern: 'one', excludePattern: 'not', cooldownSeconds: 20 },
      { pattern: 'two', cooldownSeconds: 0, threshold: { count: 2, windowSeconds: 30 } },
    ] as const;
    const limit = { perMinute: 2, burst: 2 };
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 7 }), (written, size) => {
        let seconds = 100;
        const lines = written.map(({ text, after }) => {
          seconds += after;
          return line(text, seconds);
        });
        const test = backtest(rules.map(tried), { limit, mostLines: 100 });
        const own = test.open(web);
        const inForce = snapshotOf(rules.map((rule, n) => sampleRule(String(n + 1), rule)));
        const judge = new LineJudge({ rules: { current: inForce }, limit, clock: { now: () => START_MS } });
        const tail = judge.open(web, undefined);
        const events = [];
        for (let from = 0; from < lines.length; from += size) {
          own.lines(lineBatch(lines.slice(from, from + size)));
          events.push(...tail.judge(web, lineBatch(lines.slice(from, from + size))));
        }
        const { counts } = tail.takeFlood();
        expect(test.counts).toEqual(rules.map((_, n) => counts.get(String(n + 1)) ?? noCounts()));
        const told = events.map(({ metadata, ruleId }) => `${metadata.line_at} ${ruleId}`);
        const kept = test.kept.all.filter(({ decision }) => decision === 'admitted');
        const name = ({ at: { seconds: second }, rule }: KeptLine): string =>
          `${new Date(second * 1_000).toISOString()} ${rule + 1}`;
        expect(kept.map(name).toSorted()).toEqual(told.toSorted());
      }),
    );
  });
});

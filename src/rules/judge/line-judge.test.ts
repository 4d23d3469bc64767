import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileOrigin } from '../../../test/support/file-origin.ts';
import { floodModel } from '../../../test/support/flood/flood-model.ts';
import { at, lineBatch, type SampleLine } from '../../../test/support/line-batch.ts';
import { sampleOrigin } from '../../../test/support/origin-samples.ts';
import { inWorkload, sampleMute, sampleRule } from '../../../test/support/rule-samples.ts';
import { snapshotOf } from '../../../test/support/rule-snapshots.ts';
import type { NewEvent } from '../../core/events/new-event.ts';
import { noCounts } from '../../core/flood/rule-counts.ts';
import type { RuleFloodStanding } from '../../core/lines/flood-state.ts';
import { STDERR, STDOUT } from '../../core/lines/line-batch.ts';
import { millisecondsOf } from '../../core/lines/stamp.ts';
import { workloadId } from '../../core/lines/workload-id.ts';
import type { Mute } from '../../core/rules/mute.ts';
import type { Rule } from '../../core/rules/rule.ts';
import type { RuleSnapshot } from '../snapshot/rule-snapshot.ts';
import { LineJudge } from './line-judge.ts';

const web = sampleOrigin('web');
const NO_LIMIT = { perMinute: 0, burst: 0 };

/** A judge whose rules a test changes. */
function judgeWith(
  rules: readonly Rule[],
  { mutes, limit = NO_LIMIT }: { mutes?: readonly Mute[]; limit?: typeof NO_LIMIT } = {},
) {
  const book: { current: RuleSnapshot | undefined } = { current: snapshotOf(rules, mutes) };
  const clock = { now: () => millisecondsOf(at(0)) };
  return { book, judge: new LineJudge({ rules: book, limit, clock }) };
}

const line = (text: string, seconds = 0, stream: SampleLine['stream'] = STDOUT): SampleLine => ({
  ...{ text, at: at(seconds * 1_000), stream },
});

function judged(rules: readonly Rule[], ...lines: readonly SampleLine[]): readonly NewEvent[] {
  return judgeWith(rules).judge.open(web, undefined).judge(web, lineBatch(lines));
}

describe('a hit that is admitted', () => {
  test('becomes an event that tells the line, the rule and where it was', () => {
    const rule = sampleRule('7', { pattern: 'lost (?P<what>\\w+)( twice)?', severity: 'error' });
    const [event] = judged([rule], line('lost disk', 1.5, STDERR));
    expect(event).toMatchObject({
      source: 'logscan',
      severity: 'error',
      message: 'lost disk',
      workloadId: workloadId(web),
      ruleId: '7',
      metadata: {
        workload_id: workloadId(web),
        workload_name: web.workload.name,
        container_id: web.containerId,
        container_name: web.containerName,
        host: web.host,
        rule_id: '7',
        rule_name: 'rule 7',
        stream: 'stderr',
        line_at: '2026-01-01T00:00:01.500Z',
        captures: { what: 'disk', $2: '' },
        suppressed: 0,
      },
    });
    expect(event?.metadata).not.toHaveProperty('late');
  });

  test('is late when its line is older than fifteen minutes on arrival', () => {
    const rules = [sampleRule('1', { pattern: 'x', cooldownSeconds: 0 })];
    expect(judged(rules, line('x', -901), line('x', -899)).map(({ metadata }) => metadata.late)).toEqual([
      true,
      undefined,
    ]);
  });

  test('has a key that its line and its rule make, and nothing else', () => {
    const rules = [
      sampleRule('1', { pattern: 'x', cooldownSeconds: 0 }),
      sampleRule('2', { pattern: 'x', cooldownSeconds: 0 }),
    ];
    const keys = judged(rules, line('x'), line('x y'), line('x', 1), line('x', 1, STDERR)).map(({ key }) => key);
    expect(new Set(keys).size).toBe(8);
    const renamed = { ...web, containerName: 'renamed', host: 'elsewhere' };
    const again = judgeWith(rules)
      .judge.open(renamed, undefined)
      .judge(renamed, lineBatch([line('x')]));
    expect(again.map(({ key }) => key)).toEqual(keys.slice(0, 2));
    expect(keys[0]).toContain(web.containerId);
    const second = { ...lineBatch([line('x')]), ordinals: Uint32Array.of(1) };
    expect(judgeWith(rules).judge.open(web, undefined).judge(web, second)[0]?.key).not.toBe(keys[0]);
  });

  test('from a file has a key that is made of its place and its rule, whenever it was read', () => {
    const rules = [sampleRule('1', { pattern: 'x', cooldownSeconds: 0 })];
    const log = fileOrigin('/var/log/app.log');
    const keysOf = (...lines: Parameters<typeof lineBatch>[0]) =>
      judgeWith(rules)
        .judge.open(log, undefined)
        .judge(log, lineBatch(lines))
        .map(({ key }) => key);
    const [first, other] = keysOf(line('x'), line('x y'));
    expect(other).not.toBe(first);
    expect(keysOf(line('x', 5))).toEqual([first]);
    expect(first).toContain(log.key);
  });

  test('captures no more than an event may hold', () => {
    const pattern = `${'('.repeat(40)}a+${')'.repeat(40)}`;
    const [event] = judged([sampleRule('1', { pattern })], line('a'.repeat(700)));
    const captures = Object.values(event?.metadata.captures ?? {}).map(String);
    expect(captures[0]).toBe(`${'a'.repeat(497)}…`);
    expect(captures.length).toBe(32);
  });
});

describe('a line', () => {
  test('is seen without its colours', () => {
    const [event] = judged([sampleRule('1', { pattern: '^ERROR: (.*)$' })], line('\u001b[31mERROR\u001b[0m: disk'));
    expect(event).toMatchObject({ message: 'ERROR: disk', metadata: { captures: { $1: 'disk' } } });
  });

  test('ends for its captures where it ended for its pattern, also with a return before the last colour', () => {
    const [event] = judged([sampleRule('1', { pattern: '(\\w+)$' })], line('lost disk\r\u001b[0m'));
    expect(event).toMatchObject({ message: 'lost disk', metadata: { captures: { $1: 'disk' } } });
  });

  test('is judged by the rules of its workload and its stream alone', () => {
    const rules = [
      sampleRule('1', { pattern: 'x', streams: 'stderr' }),
      sampleRule('2', { pattern: 'x', streams: 'stdout' }),
      sampleRule('3', { pattern: 'x', scope: inWorkload(workloadId(web)) }),
      sampleRule('4', { pattern: 'x', scope: inWorkload('another') }),
    ];
    expect(judged(rules, line('x', 0, STDOUT), line('x', 400, STDERR)).map(({ ruleId }) => ruleId)).toEqual([
      '2',
      '3',
      '1',
      '3',
    ]);
  });

  test('with several hits spends its tokens on the most severe rules, then on the lower ids', () => {
    const rules = ['9', '10', '2'].map((id) =>
      sampleRule(id, { pattern: 'x', severity: id === '10' ? 'critical' : 'info' }),
    );
    const { judge } = judgeWith(rules, { limit: { perMinute: 1, burst: 2 } });
    const events = judge.open(web, undefined).judge(web, lineBatch([line('x')]));
    expect(events.map(({ ruleId }) => ruleId)).toEqual(['10', '2']);
  });

  test('that is excluded is counted, starts no cooldown and is no hit', () => {
    const { judge } = judgeWith([sampleRule('1', { pattern: 'x', excludePattern: 'quiet' })]);
    const origin = judge.open(web, undefined);
    expect(origin.judge(web, lineBatch([line('x quiet'), line('x', 1)])).map(({ message }) => message)).toEqual(['x']);
    expect(origin.takeFlood().counts.get('1')).toEqual({ ...noCounts(), admitted: 1, excluded: 1 });
  });

  test('that no rule matches moves the time of flood control on', () => {
    const { judge } = judgeWith([sampleRule('1', { pattern: 'x', cooldownSeconds: 60 })]);
    const origin = judge.open(web, undefined);
    expect(origin.judge(web, lineBatch([line('x'), line('calm', 100), line('x', 30)])).length).toBe(2);
    expect(origin.takeFlood().standing).toMatchObject({ epoch: 2, time: at(30_000) });
  });
});

describe('the rules', () => {
  test('that are in force when a batch comes are the ones that judge it', () => {
    const { book, judge } = judgeWith([sampleRule('1', { pattern: 'one', cooldownSeconds: 0 })]);
    const origin = judge.open(web, undefined);
    const texts = () => origin.judge(web, lineBatch([line('one'), line('two')])).map(({ message }) => message);
    expect(texts()).toEqual(['one']);
    book.current = snapshotOf([sampleRule('2', { pattern: 'two', cooldownSeconds: 0 })]);
    expect(texts()).toEqual(['two']);
    book.current = snapshotOf([]);
    expect(texts()).toEqual([]);
  });

  test('that are gone leave nothing behind, and those that stay keep their cooldown', () => {
    const [stays, goes] = [sampleRule('1', { pattern: 'x' }), sampleRule('2', { pattern: 'x' })];
    const { book, judge } = judgeWith([stays, goes]);
    const origin = judge.open(web, undefined);
    origin.judge(web, lineBatch([line('x')]));
    book.current = snapshotOf([stays]);
    origin.judge(web, lineBatch([line('x', 1)]));
    book.current = snapshotOf([stays, goes]);
    expect(origin.judge(web, lineBatch([line('x', 2)])).map(({ ruleId }) => ruleId)).toEqual(['2']);
  });

  test('must have been read before a line comes', () => {
    const { book, judge } = judgeWith([]);
    book.current = undefined;
    expect(() => judge.open(web, undefined).judge(web, lineBatch([line('x')]))).toThrow('before the rules were read');
  });
});

test('any lines lead to the same events and counts, however they are cut into batches and wherever it is killed, and a model says the same', () => {
  const words = ['alpha', 'beta', 'gamma quiet', 'alpha beta', 'calm'];
  const rules = [
    sampleRule('3', { pattern: 'alpha', severity: 'info', cooldownSeconds: 3 }),
    sampleRule('1', {
      pattern: 'alpha|beta',
      severity: 'error',
      cooldownSeconds: 0,
      threshold: { count: 2, windowSeconds: 5 },
    }),
    sampleRule('2', {
      pattern: 'a',
      excludePattern: 'quiet',
      severity: 'error',
      streams: 'stderr',
      cooldownSeconds: 1,
    }),
  ];
  const start = millisecondsOf(at(0));
  const mutes = [sampleMute('1', { ruleId: '2', from: start + 4_000, until: start + 9_000 })];
  const limit = { perMinute: 20, burst: 4 };
  const nanos = (ms: number) => BigInt(start + ms) * 1_000_000n;
  const asked = ['1', '2', '3'].map((id) => {
    const rule = rules.find((one) => one.id === id);
    const { cooldownSeconds = 0, threshold } = rule ?? {};
    return {
      ...{ id, cooldown: cooldownSeconds, mutes: id === '2' ? [[nanos(4_000), nanos(9_000)] as const] : [] },
      ...(threshold && { threshold: { count: threshold.count, window: threshold.windowSeconds } }),
    };
  });
  const matches: Readonly<Record<string, (text: string, stream: number) => boolean>> = {
    1: (text) => /alpha|beta/.test(text),
    2: (text, stream) => stream === STDERR && /a/.test(text) && !/quiet/.test(text),
    3: (text) => /alpha/.test(text),
  };
  const steps = fc.array(
    fc.record({
      step: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 1_500 }) }, fc.integer({ min: -4_000, max: 0 })),
      word: fc.constantFrom(...words),
      stream: fc.constantFrom(STDOUT, STDERR),
      behind: fc.constantFrom('on', 'on', 'batch', 'commit', 'kill'),
    }),
    { maxLength: 40 },
  );
  const property = fc.property(steps, (lines) => {
    const { judge } = judgeWith(rules, { mutes, limit });
    const events = new Map<string, NewEvent>();
    const saved = new Map<string, RuleFloodStanding>();
    let [now, from, committed] = [60_000, 0, 0];
    const times = lines.map(({ step }) => {
      now += step;
      return now - 60_000;
    });
    const sample = (i: number): SampleLine => ({
      ...{ text: lines[i]?.word ?? '', at: at(times[i] ?? 0), stream: lines[i]?.stream ?? STDOUT },
    });
    let origin = judge.open(web, undefined);
    let [standing, pending] = [origin.takeFlood().standing, [] as NewEvent[]];
    const counts = new Map<string, number>();
    const flush = (to: number): void => {
      if (to > from)
        pending.push(...origin.judge(web, lineBatch(Array.from({ length: to - from }, (_, i) => sample(from + i)))));
      from = to;
    };
    const commit = (): void => {
      const change = origin.takeFlood();
      standing = change.standing;
      for (const [id, rule] of change.rules) saved.set(id, rule);
      for (const [id, { admitted, excluded, ...held }] of change.counts)
        counts.set(id, (counts.get(id) ?? 0) + admitted + Object.values(held).reduce((sum, n) => sum + n, 0));
      for (const event of pending.splice(0)) events.set(event.key, event);
      committed = from;
    };
    let kills = 0;
    for (let i = 0; i < lines.length; i++) {
      const { behind } = lines[i] ?? {};
      if (behind !== 'on') flush(i + 1);
      if (behind === 'commit') commit();
      if (behind !== 'kill' || kills++ > 5) continue;
      pending = [];
      origin = judge.open(web, { standing, rules: new Map(saved) });
      const again = from;
      from = committed;
      flush(again);
    }
    flush(lines.length);
    commit();
    const model = floodModel(
      lines.map(({ word, stream }, i) => ({
        at: nanos(times[i] ?? 0),
        rules: asked.filter(({ id }) => matches[id]?.(word, stream)),
      })),
      limit,
    );
    const admitted = model.flatMap(({ rule, decision, suppressed }) =>
      decision === 'admitted' ? [[rule, suppressed]] : [],
    );
    expect([...events.values()].map(({ ruleId, metadata }) => [ruleId, metadata.suppressed])).toEqual(admitted);
    expect([...counts.values()].reduce((sum, n) => sum + n, 0)).toBe(model.length);
  });
  fc.assert(property, { numRuns: Number(process.env.TOCSIN_TEST_RUNS ?? 200) });
});

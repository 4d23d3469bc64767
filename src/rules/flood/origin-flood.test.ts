import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { floodModel, type ModelLine, type ModelRule } from '../../../test/support/flood/flood-model.ts';
import { noCounts } from '../../core/flood/rule-counts.ts';
import type { RuleFloodStanding } from '../../core/lines/flood-state.ts';
import type { Stamp } from '../../core/lines/stamp.ts';
import type { FloodRule } from './flood-rule.ts';
import { OriginFlood } from './origin-flood.ts';

const BASE = 1_700_000_000;
const NO_LIMIT = { perMinute: 0, burst: 0 };

const ruleOf = (options: Partial<FloodRule> = {}): FloodRule => ({
  id: '1',
  cooldownSeconds: 0,
  threshold: undefined,
  mutes: [],
  ...options,
});

const at = (seconds: number): Stamp => ({
  seconds: BASE + Math.floor(seconds),
  nanos: Math.round((seconds - Math.floor(seconds)) * 1e9),
});

const begin = (flood: OriginFlood, { seconds, nanos }: Stamp): void => flood.begin(seconds, nanos);

/** One hit of the rule at each of these seconds: what became of it, and for an event how many were held back before. */
function decisions(flood: OriginFlood, rule: FloodRule, seconds: readonly number[]): string[] {
  return seconds.map((second) => {
    begin(flood, at(second));
    const verdict = flood.decide(rule, () => `event at ${second}`);
    return verdict.decision === 'admitted' ? `admitted ${verdict.suppressed}` : verdict.decision;
  });
}

describe('flood control of an origin', () => {
  test('goes by cooldown first and then by the limit, and tells with the next event what was held back', () => {
    const flood = new OriginFlood({ perMinute: 1, burst: 2 });
    expect(decisions(flood, ruleOf({ cooldownSeconds: 10 }), [0, 3, 11, 12, 25, 80])).toEqual([
      'admitted 0',
      'cooldown',
      'admitted 1',
      'cooldown',
      'rate_limit',
      'admitted 2',
    ]);
  });

  test('admits again at the very nanosecond at which the cooldown ends', () => {
    const flood = new OriginFlood(NO_LIMIT);
    expect(decisions(flood, ruleOf({ cooldownSeconds: 10 }), [0.5, 10.499999999, 10.5])).toEqual([
      'admitted 0',
      'cooldown',
      'admitted 1',
    ]);
  });

  test('refills a token by nanoseconds, also where its lines are less than a millisecond apart', () => {
    const flood = new OriginFlood({ perMinute: 100_000, burst: 1 });
    /** So a token takes 600 µs, and each step is less than a millisecond. */
    const admittedAt = (nanos: number): boolean => {
      flood.begin(BASE, nanos);
      return flood.decide(ruleOf(), () => `event at ${nanos}`).decision === 'admitted';
    };
    expect([0, 200_000, 599_999, 600_000, 1_199_999, 1_200_000].map(admittedAt)).toEqual([
      ...[true, false, false, true, false, true],
    ]);
    // A level that was saved between two lines goes on from its very nanosecond.
    const saved = new OriginFlood({ perMinute: 100_000, burst: 1 }, flood.saved);
    saved.begin(BASE, 1_799_999);
    expect(saved.consider(ruleOf())).toBe('rate_limit');
    saved.begin(BASE, 1_800_000);
    expect(saved.consider(ruleOf())).toBe('admitted');
  });

  test('lets only events start a cooldown or take a token', () => {
    const muted = ruleOf({ cooldownSeconds: 60, mutes: [{ from: at(0), until: at(5) }] });
    const flood = new OriginFlood({ perMinute: 1, burst: 1 });
    expect(decisions(flood, muted, [0, 4, 5, 6])).toEqual(['muted', 'muted', 'admitted 2', 'cooldown']);
    expect(decisions(flood, ruleOf({ id: '2' }), [7, 65])).toEqual(['rate_limit', 'admitted 1']);
  });

  test('mutes a line by its own time, not by that of the lines before it', () => {
    const rule = ruleOf({ mutes: [{ from: at(10), until: at(11) }] });
    expect(decisions(new OriginFlood(NO_LIMIT), rule, [11, 10.5, 11.5])).toEqual(['admitted 0', 'muted', 'admitted 1']);
  });

  test('admits the N-th hit within the window, counts muted ones towards it, and begins anew behind an event', () => {
    const rule = ruleOf({ threshold: { count: 3, windowSeconds: 10 }, mutes: [{ from: at(2), until: at(3) }] });
    const flood = new OriginFlood(NO_LIMIT);
    expect(decisions(flood, rule, [0, 1, 2, 3, 4, 5, 12.5, 15, 16])).toEqual([
      'threshold',
      'threshold',
      'muted',
      'admitted 3',
      'threshold',
      'threshold',
      'admitted 2',
      'threshold',
      'threshold',
    ]);
  });

  test('does not count a hit that lies exactly the window back', () => {
    const rule = ruleOf({ threshold: { count: 2, windowSeconds: 10 } });
    expect(decisions(new OriginFlood(NO_LIMIT), rule, [0, 10, 19.999999999])).toEqual([
      'threshold',
      'threshold',
      'admitted 2',
    ]);
  });

  test('takes a line that is up to two seconds late as if it came in time', () => {
    const flood = new OriginFlood(NO_LIMIT);
    expect(decisions(flood, ruleOf({ cooldownSeconds: 1 }), [10, 8, 9.5, 11])).toEqual([
      'admitted 0',
      'cooldown',
      'cooldown',
      'admitted 2',
    ]);
  });

  test('begins anew with a line that is later still, and goes on counting', () => {
    const flood = new OriginFlood({ perMinute: 1, burst: 2 });
    const rule = ruleOf({ cooldownSeconds: 100 });
    expect(decisions(flood, rule, [1000, 1001, 998.999999999, 999])).toEqual([
      'admitted 0',
      'cooldown',
      'admitted 1',
      'cooldown',
    ]);
    expect(decisions(flood, ruleOf({ id: '2' }), [999, 999])).toEqual(['admitted 0', 'rate_limit']);
  });

  test('keeps each rule to its own cooldown and all of them to one limit', () => {
    const flood = new OriginFlood({ perMinute: 60, burst: 2 });
    const [first, second] = [ruleOf({ cooldownSeconds: 10 }), ruleOf({ id: '2', cooldownSeconds: 10 })];
    expect(decisions(flood, first, [0])).toEqual(['admitted 0']);
    expect(decisions(flood, second, [0])).toEqual(['admitted 0']);
    expect(decisions(flood, ruleOf({ id: '3' }), [0, 1])).toEqual(['rate_limit', 'admitted 1']);
  });

  test('counts each hit once by what became of it, and an excluded line nowhere else', () => {
    const flood = new OriginFlood({ perMinute: 1, burst: 1 });
    const rule = ruleOf({ cooldownSeconds: 5 });
    decisions(flood, rule, [0, 1, 6]);
    flood.exclude('1');
    flood.exclude('2');
    expect(flood.takeChange().counts).toEqual(
      new Map([
        ['1', { ...noCounts(), admitted: 1, cooldown: 1, rate_limit: 1, excluded: 1 }],
        ['2', { ...noCounts(), excluded: 1 }],
      ]),
    );
    expect(flood.takeChange().counts.size).toBe(0);
  });

  test('names the last event and what was held back since, for rules that had a hit', () => {
    const flood = new OriginFlood(NO_LIMIT);
    decisions(flood, ruleOf({ cooldownSeconds: 60 }), [0, 1, 2.5]);
    const { rules } = flood.takeChange();
    expect(rules.get('1')).toMatchObject({ lastEvent: 'event at 0', heldBack: 2, lastSeen: at(2.5) });
    begin(flood, at(3));
    expect(flood.takeChange()).toMatchObject({ standing: { time: at(3) }, rules: new Map() });
  });

  test('tells when the last hit that was held back was written, also where that is late', () => {
    const flood = new OriginFlood(NO_LIMIT);
    decisions(flood, ruleOf({ cooldownSeconds: 60 }), [0, 5, 3.5]);
    expect(flood.takeChange().rules.get('1')).toMatchObject({ heldBack: 2, lastSeen: at(3.5) });
  });

  test('tells of an earlier event what was held back until the next one, however often the change is taken', () => {
    const rule = ruleOf({ cooldownSeconds: 10 });
    const whole = new OriginFlood(NO_LIMIT);
    decisions(whole, rule, [0, 1, 2, 10, 20, 21, 30]);
    expect(whole.takeChange().settled).toEqual([
      { lastEvent: 'event at 0', heldBack: 2, lastSeen: at(2) },
      { lastEvent: 'event at 20', heldBack: 1, lastSeen: at(21) },
    ]);
    const often = new OriginFlood(NO_LIMIT);
    decisions(often, rule, [0, 1, 2]);
    expect(often.takeChange().settled).toEqual([]);
    decisions(often, rule, [10]);
    expect(often.takeChange().settled).toEqual([{ lastEvent: 'event at 0', heldBack: 2, lastSeen: at(2) }]);
    expect(often.takeChange().settled).toEqual([]);
  });

  test('asked what it would do, does nothing', () => {
    const flood = new OriginFlood({ perMinute: 1, burst: 1 });
    const rule = ruleOf({ cooldownSeconds: 10, threshold: { count: 2, windowSeconds: 10 } });
    begin(flood, at(0));
    expect([flood.consider(rule), flood.consider(rule)]).toEqual(['threshold', 'threshold']);
    expect(flood.takeChange()).toMatchObject({ rules: new Map(), counts: new Map() });
    expect(decisions(flood, rule, [1, 2])).toEqual(['threshold', 'admitted 1']);
  });

  test('forgets what it knew of rules that are no more', () => {
    const flood = new OriginFlood(NO_LIMIT);
    const rule = ruleOf({ cooldownSeconds: 60 });
    decisions(flood, rule, [0, 1]);
    flood.keepOnly((id) => id !== '1');
    const { rules, counts, settled, forgotten } = flood.takeChange();
    expect([rules.size, counts.get('1'), settled, forgotten]).toEqual([
      0,
      { ...noCounts(), admitted: 1, cooldown: 1 },
      [{ lastEvent: 'event at 0', heldBack: 1, lastSeen: at(1) }],
      ['1'],
    ]);
    expect(decisions(flood, rule, [2])).toEqual(['admitted 0']);
    const back = flood.takeChange();
    expect([back.rules.size, back.settled, back.forgotten]).toEqual([1, [], []]);
  });

  test('lets a rule that got another threshold go on with the hits that are known', () => {
    const flood = new OriginFlood(NO_LIMIT);
    const ask = (count: number, second: number) =>
      decisions(flood, ruleOf({ threshold: { count, windowSeconds: 60 } }), [second]);
    expect([ask(5, 0), ask(5, 1), ask(5, 2), ask(3, 3)].flat()).toEqual([
      'threshold',
      'threshold',
      'threshold',
      'admitted 3',
    ]);
  });
});

const nanosOf = ({ seconds, nanos }: Stamp): bigint => BigInt(seconds) * 1_000_000_000n + BigInt(nanos);

/** Tenths of seconds, so that limits are met exactly again and again, and leaps back. */
const moment = fc
  .oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 3_000 }))
  .map((tenth) => at(tenth / 10));

const rules = fc
  .array(
    fc.record({
      cooldownSeconds: fc.constantFrom(0, 1, 3, 30),
      threshold: fc.option(
        fc.record({ count: fc.integer({ min: 1, max: 5 }), windowSeconds: fc.constantFrom(1, 2, 20) }),
        { nil: undefined },
      ),
      mutes: fc.array(
        fc.tuple(moment, moment).map(([from, until]) => ({ from, until })),
        { maxLength: 2 },
      ),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((list) => list.map((rule, i): FloodRule => ({ id: String(i), ...rule })));

const histories = rules.chain((list) =>
  fc.record({
    rules: fc.constant(list),
    limit: fc.constantFrom(
      NO_LIMIT,
      { perMinute: 7, burst: 2 },
      { perMinute: 60, burst: 3 },
      { perMinute: 1, burst: 1 },
    ),
    lines: fc.array(
      fc.record({
        step: fc.oneof(
          { weight: 8, arbitrary: fc.integer({ min: 0, max: 40 }) },
          { weight: 2, arbitrary: fc.integer({ min: -20, max: 0 }) },
          { weight: 1, arbitrary: fc.integer({ min: -60, max: 900 }) },
        ),
        hits: fc.subarray(list),
        cut: fc.boolean(),
      }),
      { maxLength: 60 },
    ),
  }),
);

const toModel = (rule: FloodRule): ModelRule => ({
  id: rule.id,
  cooldown: rule.cooldownSeconds,
  threshold: rule.threshold && { count: rule.threshold.count, window: rule.threshold.windowSeconds },
  mutes: rule.mutes.map(({ from, until }) => [nanosOf(from), nanosOf(until)] as const),
});

test('any history of lines is decided as a model decides it that remembers every line, also when the state is saved and read back anywhere', () => {
  fc.assert(
    fc.property(histories, ({ limit, lines }) => {
      let flood = new OriginFlood(limit);
      let tenth = 1_000;
      const known = new Map<string, RuleFloodStanding>();
      const decided: unknown[] = [];
      const modelled: ModelLine[] = [];
      for (const { step, hits, cut } of lines) {
        tenth += step;
        const time = at(tenth / 10);
        modelled.push({ at: nanosOf(time), rules: hits.map(toModel) });
        begin(flood, time);
        for (const rule of hits) {
          const expected = flood.consider(rule);
          const verdict = flood.decide(rule, () => 'event');
          expect(verdict.decision).toBe(expected);
          decided.push({ rule: rule.id, ...verdict });
        }
        if (!cut) continue;
        const change = flood.takeChange();
        for (const [id, standing] of change.rules) known.set(id, standing);
        flood = new OriginFlood(limit, { standing: change.standing, rules: known });
      }
      expect(decided).toEqual(floodModel(modelled, limit));
    }),
    { numRuns: Number(process.env.TOCSIN_TEST_RUNS ?? 300) },
  );
});

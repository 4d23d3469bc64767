import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, lineBatch } from '../../../test/support/line-batch.ts';
import { sampleOrigin } from '../../../test/support/origin-samples.ts';
import { inPlaceOf, inWorkload, sampleMute, sampleRule } from '../../../test/support/rule-samples.ts';
import { snapshotOf } from '../../../test/support/rule-snapshots.ts';
import { COUNTED } from '../../core/flood/rule-counts.ts';
import { STDERR, STDOUT } from '../../core/lines/line-batch.ts';
import { millisecondsOf } from '../../core/lines/stamp.ts';
import { workloadId } from '../../core/lines/workload-id.ts';
import { LineJudge } from './line-judge.ts';

const web = sampleOrigin('web');
const workload = workloadId(web);
const clock = { now: () => millisecondsOf(at(0)) };
const bytes = (text: string): Uint8Array => Buffer.from(text);

const rules = [
  sampleRule('1', { pattern: 'alpha', severity: 'critical', cooldownSeconds: 2 }),
  sampleRule('2', { pattern: 'alpha|beta', excludePattern: 'quiet', threshold: { count: 2, windowSeconds: 3 } }),
  sampleRule('3', { pattern: 'a', streams: 'stderr', cooldownSeconds: 0 }),
  sampleRule('4', { pattern: 'beta', scope: inWorkload(workload), severity: 'error', cooldownSeconds: 0 }),
  sampleRule('5', { pattern: 'a', scope: inWorkload('another') }),
  sampleRule('6', { pattern: 'gamma', cooldownSeconds: 0 }),
  sampleRule('7', { pattern: 'gamma$', scope: inPlaceOf('6', workload), cooldownSeconds: 1 }),
  sampleRule('8', { pattern: 'a', enabled: false }),
];
const start = millisecondsOf(at(0));
const mutes = [sampleMute('1', { ruleId: '4', from: start + 2_000, until: start + 5_000 })];
const limit = { perMinute: 30, burst: 3 };

test('tells every rule in force for the workload in the order in which they are asked, each with what would become of the line', () => {
  const judge = new LineJudge({ rules: { current: snapshotOf(rules, mutes) }, limit, clock });
  const told = judge.explain(workload, { text: bytes('\u001b[1malpha gamma quiet'), stream: STDOUT, at: at(3_000) });
  expect(told.map(({ rule, from, outcome }) => `${rule.id} ${from} ${outcome}`)).toEqual([
    '1 global admitted',
    '4 workload no_match',
    '2 global excluded',
    '3 global other_stream',
    '7 override no_match',
  ]);
});

test('tells nothing while the rules have not been read', () => {
  const judge = new LineJudge({ rules: { current: undefined }, limit, clock });
  expect(judge.explain(workload, { text: bytes('alpha'), stream: STDOUT, at: at(0) })).toEqual([]);
});

test('tells of an origin how it stands now, and no more when it is closed', () => {
  const judge = new LineJudge({ rules: { current: snapshotOf(rules) }, limit, clock });
  const first = judge.open(web, undefined);
  first.judge(web, lineBatch([{ text: 'alpha', at: at(0) }]));
  const line = { text: bytes('alpha'), stream: STDOUT, at: at(1_000) } as const;
  const outcome = () => judge.explain(workload, line, judge.standingOf(web.key))[0]?.outcome;
  expect(outcome()).toBe('cooldown');
  const next = judge.open(web, undefined);
  first.close();
  expect(outcome()).toBe('admitted');
  next.close();
  expect(judge.standingOf(web.key)).toBeUndefined();
});

test('never disagrees with what then happens', () => {
  const lines = fc.array(
    fc.record({
      step: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 1_200 }) }, fc.integer({ min: -4_000, max: 0 })),
      text: fc.constantFrom(
        'alpha',
        'beta',
        'gamma',
        'alpha beta quiet',
        'alpha gamma',
        'calm',
        '\u001b[31mbeta\u001b[0m',
        `alpha ${'\u001b[1m'.repeat(600)}\u202e beta\r`,
      ),
      stream: fc.constantFrom(STDOUT, STDERR),
    }),
    { minLength: 25, maxLength: 40 },
  );
  const judge = new LineJudge({ rules: { current: snapshotOf(rules, mutes) }, limit, clock });
  let compared = 0;
  const property = fc.property(lines, (history) => {
    const origin = judge.open(web, undefined);
    let ms = 0;
    for (const { step, text, stream } of history) {
      ms += step;
      const asked = { text: bytes(text), stream, at: at(ms) };
      const told = judge.explain(workload, asked, judge.standingOf(web.key));
      const events = origin.judge(web, lineBatch([{ text, stream, at: at(ms) }]));
      const counts = origin.takeFlood().counts;
      for (const { rule, outcome, suppressed, message } of told) {
        const counted = counts.get(rule.id);
        const happened = counted === undefined ? 'nothing' : (COUNTED.find((what) => counted[what] > 0) ?? 'nothing');
        expect(outcome === 'other_stream' || outcome === 'no_match' ? 'nothing' : outcome).toBe(happened);
        const event = events.find(({ ruleId }) => ruleId === rule.id);
        expect([event?.metadata.suppressed, event?.message]).toEqual([suppressed, message]);
        compared++;
      }
      expect([...counts.keys()].every((id) => told.some(({ rule }) => rule.id === id))).toBe(true);
    }
  });
  fc.assert(property, { numRuns: Number(process.env.TOCSIN_TEST_RUNS ?? 60) });
  expect(compared).toBeGreaterThan(5_000);
});

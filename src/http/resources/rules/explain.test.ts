import fc from 'fast-check';
import { expect, test } from 'vitest';
import { storedTrigger } from '../../../../test/support/delivery-samples.ts';
import { at, lineBatch } from '../../../../test/support/line-batch.ts';
import { sampleOrigin } from '../../../../test/support/origin-samples.ts';
import { sampleRule } from '../../../../test/support/rule-samples.ts';
import { snapshotOf } from '../../../../test/support/rule-snapshots.ts';
import { SOUND } from '../../../core/deliveries/trigger.ts';
import { millisecondsOf } from '../../../core/lines/stamp.ts';
import { workloadId } from '../../../core/lines/workload-id.ts';
import { SEVERITIES } from '../../../core/severity.ts';
import { LineJudge } from '../../../rules/judge/line-judge.ts';
import { TriggerSnapshot } from '../../../triggers/plan/trigger-snapshot.ts';
import { explainRoutes } from './explain.ts';

const web = sampleOrigin('web');
const workload = workloadId(web);
const NO_LIMIT = { perMinute: 0, burst: 1 };

const severity = fc.constantFrom(...SEVERITIES);
const rules = fc
  .record({ first: severity, second: severity, seconds: fc.integer({ min: 0, max: 2 }) })
  .map(({ first, second, seconds }) => [
    sampleRule('1', { pattern: 'disk', severity: first, cooldownSeconds: seconds }),
    sampleRule('2', { pattern: 'disk|full', excludePattern: 'quiet', severity: second, cooldownSeconds: 0 }),
  ]);

const filter = fc.record({
  severities: fc.subarray([...SEVERITIES]),
  sources: fc.subarray(['logscan', 'docker']),
  workloadIds: fc.subarray([workload, '0000000000000000']),
  messageRegex: fc.constantFrom(null, 'full$', '^disk', '(?i)DISK is', '…$', '\\x1b', '[[:cntrl:]]', ' $', 'two words'),
});
const triggers = fc
  .array(fc.record({ filter, enabled: fc.boolean(), isSuspended: fc.boolean() }), { minLength: 1, maxLength: 6 })
  .map((all) => {
    const made = all.map(({ isSuspended: _, ...fields }, n) => storedTrigger(String(n), fields));
    const suspended = all.flatMap(({ isSuspended }, n) => (isSuspended ? [String(n)] : []));
    return new TriggerSnapshot(made, new Map(suspended.map((id) => [id, { ...SOUND, suspendedAt: 1 }])));
  });

const lines = fc.array(
  fc.constantFrom(
    'disk is full',
    '\u001b[31mdisk\u001b[0m is \u001b[1mfull\u001b[0m',
    'the disk is full\r',
    'disk  ',
    'quiet: full',
    `disk ${'x'.repeat(600)} full`,
    `disk ${'\u001b[1m'.repeat(600)}full`,
    `disk ${'é'.repeat(247)} full`,
    'disk \u0007two\twords',
    'calm',
  ),
  { minLength: 5, maxLength: 15 },
);

interface Asked {
  readonly judge: LineJudge;
  readonly current: TriggerSnapshot;
  readonly line: string;
  readonly ms: number;
}

/** For each rule in force the ids of all triggers, with the reason against each; undefined where the line would be no event. */
async function explained({ judge, current, line, ms }: Asked) {
  const [route] = explainRoutes({
    coverage: { container: async () => undefined, containers: async () => [] },
    explainer: {
      explain: async ({ workloadId: of, text, stream, at: when = at(0) }) => ({
        at: millisecondsOf(when),
        rules: judge.explain(of, { text, stream, at: when }, judge.standingOf(web.key)),
      }),
    },
    joiningOf: () => undefined,
    openerOf: () => undefined,
    triggerResources: { book: { current } },
  });
  const body = { line, workload_id: workload, at: new Date(millisecondsOf(at(ms))).toISOString() };
  const nobody = { principal: undefined, sessionToken: undefined, lastEventId: undefined };
  const origin = { address: '', userAgent: '', correlationId: '' };
  const { signal: over } = new AbortController();
  const reply = await route?.run({ ...nobody, origin, over, params: {}, query: {}, body });
  const { steps } = Object(reply?.body) as {
    readonly steps: readonly { rule_id: string; triggers: { id: string; hindrance: string | null }[] | null }[];
  };
  return steps.map(({ rule_id, triggers: all }) => ({ rule: rule_id, ways: all ?? undefined }));
}

test('the triggers that an explanation names are those through which the event then goes', async () => {
  let compared = 0;
  const property = fc.asyncProperty(rules, triggers, lines, async (made, current, history) => {
    const clock = { now: () => millisecondsOf(at(0)) };
    const judge = new LineJudge({ rules: { current: snapshotOf(made) }, limit: NO_LIMIT, clock });
    const origin = judge.open(web, undefined);
    for (const [n, line] of history.entries()) {
      const told = await explained({ judge, current, line, ms: n * 700 });
      const events = origin.judge(web, lineBatch([{ text: line, at: at(n * 700) }]));
      for (const { rule, ways } of told) {
        const event = events.find(({ ruleId }) => ruleId === rule);
        const open = ways?.filter(({ hindrance }) => hindrance === null).map(({ id }) => id);
        expect(open).toEqual(event && current.plan(event));
        compared += ways?.length ?? 0;
      }
    }
  });
  await fc.assert(property, { numRuns: Number(process.env.TOCSIN_TEST_RUNS ?? 80) });
  expect(compared).toBeGreaterThan(1_000);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, lineBatch, type SampleLine } from '../../../test/support/line-batch.ts';
import { sampleOrigin } from '../../../test/support/origin-samples.ts';
import { sampleRule } from '../../../test/support/rule-samples.ts';
import { snapshotOf } from '../../../test/support/rule-snapshots.ts';
import { STDERR, STDOUT } from '../../core/lines/line-batch.ts';
import { wantedRuns } from '../../core/lines/runs/batch-run.ts';
import { workloadId } from '../../core/lines/workload-id.ts';
import type { Rule } from '../../core/rules/rule.ts';
import { LineJudge } from './line-judge.ts';

const web = sampleOrigin('web');

const judgeOf = (rules: readonly Rule[]): LineJudge =>
  new LineJudge({ rules: { current: snapshotOf(rules) }, limit: { perMinute: 0, burst: 0 }, clock: { now: () => 0 } });

const line = (text: string, stream: SampleLine['stream'] = STDOUT): SampleLine => ({ text, at: at(0), stream });
const always = { cooldownSeconds: 0 } as const;

function judged(rules: readonly Rule[], ...lines: readonly SampleLine[]) {
  const origin = judgeOf(rules).open(web, undefined);
  const events = origin.judge(web, lineBatch(lines));
  return { events, counts: origin.takeFlood().counts };
}

test('a rule that looks at a field makes an event of the whole line, with what it captured in the value', () => {
  const rule = sampleRule('1', { ...always, field: 'err.message', pattern: '^lost (?P<what>\\w+)$' });
  const text = '{"level":"error","err":{"message":"lost disk"}}';
  const { events } = judged([rule], line('lost disk'), line(text), line('x err.message="lost net" lost disk'));
  expect(events).toMatchObject([
    { message: text, metadata: { field: 'err.message', field_value: 'lost disk', captures: { what: 'disk' } } },
    { metadata: { field_value: 'lost net', captures: { what: 'net' } } },
  ]);
});

test('a rule that looks at a field sees what a line was taken out of, and any other rule the line', () => {
  const rules = [
    sampleRule('1', { ...always, field: 'level', pattern: '^(?P<how>error)$' }),
    sampleRule('2', { ...always, pattern: 'error|"' }),
  ];
  const { events } = judged(
    rules,
    { ...line('lost disk'), object: '{"level":"error","msg":"lost disk"}' },
    { ...line('an error'), object: '{"level":"info","msg":"an error"}' },
    line('level=error'),
  );
  expect(events.map(({ ruleId, message, metadata }) => [ruleId, message, metadata.field_value])).toEqual([
    ['1', 'lost disk', 'error'],
    ['2', 'an error', undefined],
    ['1', 'level=error', 'error'],
    ['2', 'level=error', undefined],
  ]);
  expect(events[0]?.metadata.captures).toEqual({ how: 'error' });
});

test('a run of a batch has the objects of its lines', () => {
  const rule = sampleRule('1', { ...always, field: 'n', pattern: '[24]' });
  const lines = [1, 2, 3, 4].map((n) => ({ ...line(`m${n}`), object: `{"n":${n}}` }));
  const origin = judgeOf([rule]).open(web, undefined);
  const runs = wantedRuns(lineBatch(lines), (at) => at !== 1);
  expect(runs.flatMap((run) => origin.judge(web, run)).map(({ message }) => message)).toEqual(['m4']);
});

test('a value with line feeds is matched as text with line feeds, and told on one line', () => {
  const rule = sampleRule('1', { ...always, field: 'stack', pattern: '(?m)^at (?P<place>\\w+)$' });
  const { events } = judged([rule], line('{"stack":"Error: x\\nat main\\r\\nat end"}'));
  expect(events).toMatchObject([{ metadata: { field_value: 'Error: x at main at end', captures: { place: 'end' } } }]);
});

test('a value is seen without what colours it, and its exclude pattern holds for the value alone', () => {
  const rule = sampleRule('1', { ...always, field: 'level', pattern: '^error', excludePattern: 'test' });
  const { events, counts } = judged(
    [rule],
    line('{"level":"\\u001b[31merror\\u001b[0m","msg":"a test"}'),
    line('\u001b[31mlevel\u001b[0m=error'),
    line('level="error in test"'),
  );
  expect(events).toHaveLength(2);
  expect(counts.get('1')).toMatchObject({ excluded: 1 });
});

test('a line that holds the byte that stands for a line feed has none there, and neither has a value', () => {
  const rules = ['a.b', 'a\\sb'].flatMap((pattern, at) => [
    sampleRule(`${2 * at}`, { ...always, pattern }),
    sampleRule(`${2 * at + 1}`, { ...always, pattern, field: 'x' }),
  ]);
  const bytes = Buffer.from('x=a?b\n').map((byte) => (byte === 0x3f ? 0xff : byte));
  const batch = { ...lineBatch([line('x=a?b')]), bytes };
  const events = judgeOf(rules).open(web, undefined).judge(web, batch);
  expect(events.map(({ ruleId, message }) => `${ruleId} ${message}`)).toEqual(['0 x=a\ufffdb', '1 x=a\ufffdb']);
});

test('an event of a rule that looks at whole lines tells of no field', () => {
  const rules = [
    sampleRule('1', { ...always, pattern: 'x' }),
    sampleRule('2', { ...always, pattern: 'y', field: 'a' }),
  ];
  const [event] = judged(rules, line('x a=b')).events;
  expect(event?.metadata).not.toHaveProperty('field');
  expect(event?.metadata).not.toHaveProperty('field_value');
});

test('a rule that looks at a field is explained and tried for one line like any other', () => {
  const rules = [
    sampleRule('1', { field: 'level', pattern: 'error' }),
    sampleRule('2', { field: 'level', pattern: 'warn', excludePattern: 'ing' }),
    sampleRule('3', { pattern: 'error' }),
  ];
  const judge = judgeOf(rules);
  const asked = { text: Buffer.from('level=warning msg=error'), stream: STDOUT, at: at(0) } as const;
  expect(judge.explain(workloadId(web), asked).map(({ rule, outcome }) => [rule.id, outcome])).toEqual([
    ['1', 'no_match'],
    ['2', 'excluded'],
    ['3', 'admitted'],
  ]);
  expect(judge.rulesOf(web, { ...asked, text: Buffer.from('level=error') }).map(({ id }) => id)).toEqual(['1', '3']);
  const object = Buffer.from('{"level":"error"}');
  expect(judge.rulesOf(web, { ...asked, text: Buffer.from('lost'), object }).map(({ id }) => id)).toEqual(['1']);
});

test('hits come by line and then by rule, whatever the rules look at and wherever the lines come from', () => {
  const fields = [null, 'a', 'b', 'c'] as const;
  const rule = fc.record({
    field: fc.constantFrom(...fields),
    pattern: fc.constantFrom('1', '2', '12', '^1', 'a', '.'),
    severity: fc.constantFrom('info', 'warn', 'error', 'critical'),
    streams: fc.constantFrom('both', 'stdout', 'stderr'),
  } as const);
  const pair = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2', '12'));
  const written = fc.record({ pairs: fc.array(pair, { maxLength: 3 }), isJson: fc.boolean(), isError: fc.boolean() });
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 8 }), fc.array(written, { maxLength: 20 }), (changes, lines) => {
      const rules = changes.map((change, at) => sampleRule(String(at + 1), { ...always, ...change }));
      const samples = lines.map(({ pairs, isJson, isError }) =>
        line(
          isJson ? JSON.stringify(Object.fromEntries(pairs)) : pairs.map(([key, value]) => `${key}=${value}`).join(' '),
          isError ? STDERR : STDOUT,
        ),
      );
      const { places } = snapshotOf(rules);
      const expected = lines.flatMap(({ pairs, isError }, at) =>
        places
          .filter(({ streams }) => streams === 'both' || streams === (isError ? 'stderr' : 'stdout'))
          .filter(({ field, pattern }) => {
            const seen = field === null ? samples[at]?.text : new Map<string, string>(pairs).get(field);
            return seen !== undefined && new RegExp(pattern).test(seen);
          })
          .map(({ id }) => `${samples[at]?.text} ${id}`),
      );
      const { events } = judged(rules, ...samples);
      expect(events.map(({ message, ruleId }) => `${message} ${ruleId}`)).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

test('thousands of hits on values and on lines come all, in their order', () => {
  const rules = [
    sampleRule('1', { ...always, pattern: 'x' }),
    sampleRule('2', { ...always, pattern: '\\d', field: 'n' }),
  ];
  const lines = Array.from({ length: 5_000 }, (_, n) => line(`x n=${n}`));
  const { events } = judged(rules, ...lines);
  expect(events.map(({ message, ruleId }) => `${message} ${ruleId}`)).toEqual(
    lines.flatMap(({ text }) => [`${text} 1`, `${text} 2`]),
  );
});

// What rules that look at one field cost: ns of CPU a line, judged with 50 rules for whole lines and with some for fields beside them: node bench/rules/fields.ts
// On lines that have no fields at all, on logfmt and on JSON. A quarter more for a container whose rules look at no field fails the command.
import { STDOUT } from '../../src/core/lines/line-batch.ts';
import type { Origin } from '../../src/core/lines/origin.ts';
import { RULE_DEFAULTS, type Rule } from '../../src/core/rules/rule.ts';
import { GLOBAL, type RuleScope } from '../../src/core/rules/rule-scope.ts';
import { compileRule } from '../../src/match/compile-rule.ts';
import { LineJudge } from '../../src/rules/judge/line-judge.ts';
import { ActiveMutes } from '../../src/rules/snapshot/active-mutes.ts';
import { RuleSnapshot } from '../../src/rules/snapshot/rule-snapshot.ts';
import { BatchBuilder } from '../../src/sources/docker/lines/batch-builder.ts';
import { ruleSet } from '../match/rule-sets.ts';

const ROUNDS = 7;
const LINES = 200_000;
const PER_BATCH = 4_000;
const MOST_TIMES = 1.25;
const START = 1_767_225_600;
const ORIGIN: Origin = {
  ...{ key: 'docker/bench', source: 'docker:local', host: 'local', containerId: 'bench', containerName: 'bench' },
  ...{ image: 'bench', labels: {}, workload: { kind: 'container', name: 'bench' } },
};
const FIELDS = ['level', 'err.message', ...Array.from({ length: 14 }, (_, at) => `data.field${at}`)];

const KINDS: Readonly<Record<string, (n: number) => string>> = {
  'no fields': (n) =>
    `10.0.${n % 250}.${n % 7} - - [01/Jan/2026] "GET /shop/item/${n} HTTP/1.1" 200 ${n * 7} "-" "curl/8"`,
  logfmt: (n) =>
    `time=2026-01-01T00:00:00Z level=info msg="request ${n} is done" path=/shop/item/${n} status=200 ms=${n % 90}`,
  JSON: (n) =>
    `{"level":"info","time":17672256${n},"pid":17,"hostname":"web-1","req":{"id":${n},"path":"/shop/${n}"},"msg":"request is \\"done\\""}`,
};
const SETS = {
  'elsewhere alone': [],
  'one field': FIELDS.slice(0, 1),
  'two fields': FIELDS.slice(0, 2),
  '16 fields': FIELDS,
};

console.log(
  ['lines'.padEnd(10), 'without'.padStart(8), ...Object.keys(SETS).map((name) => name.padStart(16))].join(' '),
);
for (const [kind, lineOf] of Object.entries(KINDS)) {
  const batches = batchesOf(lineOf);
  const judges = [judgeOf([], GLOBAL)].concat(
    Object.values(SETS).map((fields, at) =>
      at === 0 ? judgeOf(FIELDS, { kind: 'workload', workloadId: 'x' }) : judgeOf(fields, GLOBAL),
    ),
  );
  const best = judges.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round++)
    for (const [at, judge] of judges.entries()) best[at] = Math.min(best[at] ?? 0, nanosOf(judge, batches) / LINES);
  const [alone = 0, ...others] = best;
  const told = others.map((ns) => `${ns.toFixed(0)} (${(ns / alone).toFixed(2)})`.padStart(16));
  console.log(kind.padEnd(10), alone.toFixed(0).padStart(8), ...told);
  if ((others[0] ?? 0) > MOST_TIMES * alone) process.exitCode = 1;
}

function judgeOf(fields: readonly string[], scope: RuleScope): LineJudge {
  const rules = [
    ...ruleSet(50).map((pattern, at) => ruleOf(`${at}`, { pattern, field: null, scope: GLOBAL })),
    ...fields.map((field, at) => ruleOf(`${100 + at}`, { pattern: '^(?:error|fatal)|refused', field, scope })),
  ];
  const placed = rules.map((rule) => {
    const compiled = compileRule({ pattern: rule.pattern });
    if (!compiled.ok) throw new Error(compiled.fault.message);
    return { rule, compiled: compiled.rule };
  });
  const current = new RuleSnapshot({ rules, placed, mutes: new ActiveMutes([]) });
  return new LineJudge({ rules: { current }, limit: { perMinute: 60, burst: 20 }, clock: Date });
}

function ruleOf(id: string, says: Pick<Rule, 'pattern' | 'field' | 'scope'>): Rule {
  const rest = {
    kind: 'match',
    origin: 'api',
    excludePattern: null,
    threshold: null,
    createdAt: 0,
    updatedAt: 0,
  } as const;
  return { ...RULE_DEFAULTS, ...rest, ...says, id, name: id };
}

function nanosOf(judge: LineJudge, batches: readonly BatchBuilder[]): number {
  const origin = judge.open(ORIGIN, undefined);
  const before = process.cpuUsage();
  for (const batch of batches) origin.judge(ORIGIN, batch);
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1000;
}

function batchesOf(lineOf: (n: number) => string): readonly BatchBuilder[] {
  const batches: BatchBuilder[] = [];
  for (let n = 0; n < LINES; n++) {
    const last = batches.at(-1);
    const batch = last === undefined || last.full || last.count === PER_BATCH ? new BatchBuilder() : last;
    if (batch !== last) batches.push(batch);
    const bytes = Buffer.from(lineOf(n));
    const hash = { hash1: n, hash2: 0, seconds: START, nanos: n };
    batch.append({ bytes, from: 0, end: bytes.length, stream: STDOUT, ...hash, truncated: false }, 0);
  }
  return batches;
}

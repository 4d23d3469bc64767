// What judging costs: ns of CPU a line, from a batch to flood control and events: node bench/rules/judge.ts
// 50 rules on lines of which one in a hundred hits, and a flood in which every line hits one rule.

import { STDOUT } from '../../src/core/lines/line-batch.ts';
import type { Origin } from '../../src/core/lines/origin.ts';
import { RULE_DEFAULTS, type Rule } from '../../src/core/rules/rule.ts';
import { GLOBAL } from '../../src/core/rules/rule-scope.ts';
import { compileRule } from '../../src/match/compile-rule.ts';
import { LineJudge } from '../../src/rules/judge/line-judge.ts';
import { ActiveMutes } from '../../src/rules/snapshot/active-mutes.ts';
import { RuleSnapshot } from '../../src/rules/snapshot/rule-snapshot.ts';
import { BatchBuilder } from '../../src/sources/docker/lines/batch-builder.ts';
import { makeCorpus } from '../match/corpus.ts';
import { ruleSet } from '../match/rule-sets.ts';

const START = 1_767_225_600;
const LIMIT = { perMinute: 60, burst: 20 };
const ORIGIN: Origin = {
  ...{ key: 'docker/bench', source: 'docker:local', host: 'local', containerId: 'bench', containerName: 'bench' },
  ...{ image: 'bench', labels: {}, workload: { kind: 'container', name: 'bench' } },
};

const typical = measure(ruleSet(50), makeCorpus('typical', 64e6, 1), 100_000);
const flood = measure(['flooded'], Buffer.from('the disk is flooded again and again\n'.repeat(1_000_000)), 200_000);
console.log('lines           ns a line   hits      events   lines/s of a core');
for (const [name, { lines, ns, hits, events }] of Object.entries({
  'one in 100 hits': typical,
  'every one hits': flood,
}))
  console.log(
    `${name.padEnd(15)} ${ns.toFixed(0).padStart(9)} ${String(hits).padStart(6)} ${String(events).padStart(11)}   ${(1e9 / ns / 1e6).toFixed(1)} million of ${(lines / 1e6).toFixed(1)}`,
  );

/** Read once before, so that what is measured is what a watcher does all day. `perSecond` is the pace of the lines' own times. */
function measure(patterns: readonly string[], text: Buffer, perSecond: number) {
  const judge = new LineJudge({ rules: { current: snapshotOf(patterns) }, limit: LIMIT, clock: Date });
  judgeAll(judge, text, perSecond);
  return judgeAll(judge, text, perSecond);
}

function judgeAll(judge: LineJudge, text: Buffer, perSecond: number) {
  const origin = judge.open(ORIGIN, undefined);
  let [lines, events, micros] = [0, 0, 0];
  const batch = new BatchBuilder();
  const take = (): void => {
    const before = process.cpuUsage();
    events += origin.judge(ORIGIN, batch).length;
    const { user, system } = process.cpuUsage(before);
    micros += user + system;
    batch.clear();
  };
  for (let from = 0; from < text.length; lines++) {
    const end = text.indexOf(10, from);
    const nanos = Math.floor(((lines % perSecond) / perSecond) * 1e9);
    batch.append(
      {
        ...{ bytes: text, from, end, stream: STDOUT, nanos, hash1: lines, hash2: 0, truncated: false },
        seconds: START + Math.floor(lines / perSecond),
      },
      0,
    );
    if (batch.full) take();
    from = end + 1;
  }
  take();
  const counts = [...origin.takeFlood().counts.values()];
  const hits = counts.reduce((sum, { excluded, ...hit }) => sum + Object.values(hit).reduce((a, b) => a + b, 0), 0);
  return { lines, events, hits, ns: (micros * 1_000) / lines };
}

function snapshotOf(patterns: readonly string[]): RuleSnapshot {
  const placed = patterns.map((pattern, i) => {
    const compiled = compileRule({ pattern });
    if (!compiled.ok) throw new Error(compiled.fault.message);
    return { rule: ruleOf(pattern, i), compiled: compiled.rule };
  });
  return new RuleSnapshot({ rules: placed.map(({ rule }) => rule), placed, mutes: new ActiveMutes([]) });
}

function ruleOf(pattern: string, i: number): Rule {
  const fixed = { kind: 'match', origin: 'api', excludePattern: null, threshold: null, scope: GLOBAL } as const;
  return { ...RULE_DEFAULTS, ...fixed, id: String(i + 1), name: `rule ${i}`, pattern, createdAt: 0, updatedAt: 0 };
}

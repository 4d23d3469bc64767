// What judging costs: ns of CPU a line, from a batch to flood control and events, beside the matcher alone on the same batches: node bench/rules/judge.ts
// 50 rules on lines of which one in a hundred hits, and a flood in which every line hits one rule. More than twice the matcher's own cost fails the command.

import { hitsOf } from '../../src/core/flood/rule-counts.ts';
import { STDOUT } from '../../src/core/lines/line-batch.ts';
import type { Origin } from '../../src/core/lines/origin.ts';
import { Matcher } from '../../src/match/matcher.ts';
import { LineJudge } from '../../src/rules/judge/line-judge.ts';
import type { RuleSnapshot } from '../../src/rules/snapshot/rule-snapshot.ts';
import { BatchBuilder } from '../../src/sources/docker/lines/batch-builder.ts';
import { sampleRule } from '../../test/support/rule-samples.ts';
import { snapshotOf } from '../../test/support/rule-snapshots.ts';
import { makeCorpus } from '../match/corpus.ts';
import { ruleSet } from '../match/rule-sets.ts';

const ROUNDS = 9;
const MOST_TIMES_THE_MATCHER = 2;
const START = 1_767_225_600;
const LIMIT = { perMinute: 60, burst: 20 };
const ORIGIN: Origin = {
  ...{ key: 'docker/bench', source: 'docker:local', host: 'local', containerId: 'bench', containerName: 'bench' },
  ...{ image: 'bench', labels: {}, workload: { kind: 'container', name: 'bench' } },
};

const typical = measure(ruleSet(50), makeCorpus('typical', 32e6, 1), 100_000);
const flood = measure(['flooded'], Buffer.from('the disk is flooded again and again\n'.repeat(500_000)), 200_000);
console.log('lines             ns a line   the matcher alone   times   hits      events   million lines/s of a core');
for (const [name, { ns, alone, hits, events }] of Object.entries({
  'one in 100 hits': typical,
  'every one hits': flood,
})) {
  const told = [ns.toFixed(0).padStart(9), alone.toFixed(0).padStart(19), (ns / alone).toFixed(2).padStart(7)];
  console.log(name.padEnd(17), ...told, String(hits).padStart(6), String(events).padStart(11), (1e3 / ns).toFixed(1));
  if (ns > MOST_TIMES_THE_MATCHER * alone) process.exitCode = 1;
}

/** The quickest round of each counts; they take turns. `perSecond` is the pace of the lines' own times. */
function measure(patterns: readonly string[], text: Buffer, perSecond: number) {
  const snapshot = snapshotOf(patterns.map((pattern, i) => sampleRule(String(i + 1), { pattern })));
  const { batches, lines } = batchesOf(text, perSecond);
  const judge = new LineJudge({ rules: { current: snapshot }, limit: LIMIT, clock: Date });
  const matcher = new Matcher({ rules: snapshot.ruleSet });
  let [ns, alone, hits, events] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    alone = Math.min(alone, nanosOf(() => matchAll(matcher, snapshot, batches)) / lines);
    const origin = judge.open(ORIGIN, undefined);
    events = 0;
    const all = nanosOf(() => {
      for (const batch of batches) events += origin.judge(ORIGIN, batch).length;
    });
    ns = Math.min(ns, all / lines);
    hits = [...origin.takeFlood().counts.values()].reduce((sum, counts) => sum + hitsOf(counts), 0);
  }
  return { ns, alone, hits, events };
}

/** The least that anybody has to do who asks the matcher. */
function matchAll(matcher: Matcher, snapshot: RuleSnapshot, batches: readonly BatchBuilder[]): void {
  const { stdout, stderr } = snapshot.selectionOf('any');
  for (const { bytes, length, starts: lineStarts, count: lineCount, streams: maskOfLine } of batches) {
    matcher.reserve(length).set(bytes.subarray(0, length));
    const portions = matcher.match({ length, lineStarts, lineCount, masks: [stdout, stdout, stderr], maskOfLine });
    for (const _ of portions);
  }
}

function nanosOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1_000;
}

function batchesOf(text: Buffer, perSecond: number) {
  const batches: BatchBuilder[] = [];
  let [lines, batch] = [0, new BatchBuilder()];
  for (let from = 0; from < text.length; lines++) {
    const end = text.indexOf(10, from);
    const [seconds, nanos] = [Math.floor(lines / perSecond), Math.floor(((lines % perSecond) / perSecond) * 1e9)];
    const hash = { hash1: lines, hash2: 0 };
    batch.append(
      { bytes: text, from, end, stream: STDOUT, seconds: START + seconds, nanos, ...hash, truncated: false },
      0,
    );
    if (batch.full) {
      batches.push(batch);
      batch = new BatchBuilder();
    }
    from = end + 1;
  }
  return { batches: [...batches, batch], lines };
}

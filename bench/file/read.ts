// What reading a file costs: ns of CPU a line, all threads, from a file in the page cache to judged lines with 50 rules of which one in a hundred lines hits one, and without judging: node bench/file/read.ts
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../src/core/clock.ts';
import type { LineBatch } from '../../src/core/lines/line-batch.ts';
import type { FileOrigin } from '../../src/core/lines/origin.ts';
import { LineJudge } from '../../src/rules/judge/line-judge.ts';
import { plainFormat } from '../../src/sources/file/formats/plain-format.ts';
import { Turnover } from '../../src/sources/file/generation/turnover.ts';
import { FileBatch } from '../../src/sources/file/lines/file-batch.ts';
import { Descriptors } from '../../src/sources/file/reading/descriptors.ts';
import { FileReader } from '../../src/sources/file/reading/file-reader.ts';
import { ReadRoom } from '../../src/sources/file/reading/read-room.ts';
import { sampleRule } from '../../test/support/rule-samples.ts';
import { snapshotOf } from '../../test/support/rule-snapshots.ts';
import { makeCorpus } from '../match/corpus.ts';
import { ruleSet } from '../match/rule-sets.ts';

const [BYTES, ROUNDS] = [64e6, 5];
const LIMIT = { perMinute: 60, burst: 20 };

const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-bench-'));
const log = path.join(folder, 'app.log');
writeFileSync(log, makeCorpus('typical', BYTES, 1));
const origin: FileOrigin = {
  ...{ key: `file/bench${log}`, source: 'file:bench', host: 'bench', path: log, labels: {} },
  workload: { kind: 'file', name: log },
};
console.log('                 ns of CPU a line   million lines/s of a core   million lines/s   MB/s');
for (const [name, rules] of [
  ['50 rules', ruleSet(50)],
  ['not judged', undefined],
] as const) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await readOnce(rules));
  const { cpu, wall, lines } = rounds.reduce((best, one) => (one.cpu < best.cpu ? one : best));
  const shown = [cpu / lines, (1e3 * lines) / cpu, (1e3 * lines) / wall, (1e3 * BYTES) / wall];
  console.log(name.padEnd(12), ...shown.map((figure) => figure.toFixed(1).padStart(18)));
}
rmSync(folder, { recursive: true });

async function readOnce(patterns: readonly string[] | undefined) {
  const rules = patterns?.map((pattern, i) => sampleRule(String(i + 1), { pattern }));
  const judge = rules && new LineJudge({ rules: { current: snapshotOf(rules) }, limit: LIMIT, clock: Date });
  const judged = judge?.open(origin, undefined);
  let lines = 0;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const shared = { batch: new FileBatch(), room: new ReadRoom(), descriptors: new Descriptors() };
  const [before, began] = [process.cpuUsage(), performance.now()];
  const reading = new FileReader({
    ...{ path: log, startAt: 'beginning', format: plainFormat, clock: systemClock, turnover: new Turnover(() => true) },
    ...shared,
  }).read({
    position: undefined,
    wanted: { stdout: true, stderr: true },
    sink: {
      lines(batch: LineBatch) {
        lines += batch.count;
        judged?.judge(origin, batch);
      },
      state: (state) => state === 'following' && resolve(),
      failed: reject,
      ...{ gap: () => undefined, reconnected: () => undefined, known: () => undefined },
    },
  });
  await promise;
  const { user, system } = process.cpuUsage(before);
  const wall = performance.now() - began;
  await reading.stop();
  return { cpu: (user + system) * 1e3, wall: wall * 1e6, lines };
}

// A file read by Tocsin's own source, with each line judged, as the benches of files measure it.
import { systemClock } from '../../src/core/clock.ts';
import { hitsOf } from '../../src/core/flood/rule-counts.ts';
import type { Joining } from '../../src/core/joining/joining.ts';
import type { LineBatch } from '../../src/core/lines/line-batch.ts';
import type { FileOrigin } from '../../src/core/lines/origin.ts';
import type { Rule } from '../../src/core/rules/rule.ts';
import { LineJudge } from '../../src/rules/judge/line-judge.ts';
import type { LineFormat } from '../../src/sources/file/formats/line-format.ts';
import { Turnover } from '../../src/sources/file/generation/turnover.ts';
import { FileBatch } from '../../src/sources/file/lines/file-batch.ts';
import { Descriptors } from '../../src/sources/file/opened/descriptors.ts';
import { FileReader } from '../../src/sources/file/reading/file-reader.ts';
import { ReadRoom } from '../../src/sources/file/reading/read-room.ts';
import { snapshotOf } from '../../test/support/rule-snapshots.ts';

const LIMIT = { perMinute: 60, burst: 20 };

const originOf = (log: string): FileOrigin => ({
  ...{ key: `file/bench${log}`, source: 'file:bench', host: 'bench', path: log, labels: {} },
  workload: { kind: 'file', name: log },
});

interface OneReading {
  readonly log: string;
  readonly format: LineFormat;
  readonly rules: readonly Rule[] | undefined;
  readonly joining?: Joining | undefined;
}

/** From a file in the page cache to its end: ns of CPU of all threads, and how many lines there were; with rules also what judging them led to. */
export async function readOnce({ log, format, rules, joining }: OneReading) {
  const origin = originOf(log);
  const judge = rules && new LineJudge({ rules: { current: snapshotOf(rules) }, limit: LIMIT, clock: Date });
  const judged = judge?.open(origin, undefined);
  let [lines, events] = [0, 0];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const shared = { batch: new FileBatch(), room: new ReadRoom(), descriptors: new Descriptors() };
  const before = process.cpuUsage();
  const reading = new FileReader({
    ...{ path: log, startAt: 'beginning', format, clock: systemClock, turnover: new Turnover(() => true) },
    joining,
    ...shared,
  }).read({
    position: undefined,
    wanted: { stdout: true, stderr: true },
    sink: {
      lines(batch: LineBatch) {
        lines += batch.joined?.lines ?? batch.count;
        events += judged?.judge(origin, batch).length ?? 0;
      },
      state: (state) => state === 'following' && resolve(),
      failed: reject,
      ...{ gap: () => undefined, reconnected: () => undefined, known: () => undefined },
    },
  });
  await promise;
  const { user, system } = process.cpuUsage(before);
  await reading.stop();
  const counts = [...(judged?.takeFlood()?.counts.values() ?? [])];
  const hits = counts.reduce((sum, one) => sum + hitsOf(one), 0);
  return { cpu: (user + system) * 1e3, lines, hits, events };
}

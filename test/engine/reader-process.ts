// The process that reads an engine's containers into a ledger, to be killed at any moment: node test/engine/reader-process.ts SETTINGS
// It takes commands from standard input, a word a line: `report` is answered by a line of JSON, `hold` keeps all commits waiting until `release`, and
// `both`, `stdout`, `stderr` and `none` say which streams are wanted from now on.
import { createInterface } from 'node:readline';
import { type LineBatch, TRUNCATED, type WantedStreams } from '../../src/core/lines/line-batch.ts';
import { originId } from '../../src/core/lines/naming/origin-id.ts';
import type { Judge } from '../../src/tail/judge.ts';
import type { Ledger } from '../../src/tail/ledger.ts';
import type { StreamDemand } from '../../src/tail/stream-demand.ts';
import { everyLine, judgeEveryLine } from '../support/judge-every-line.ts';
import { hastyClock } from '../support/reading/hasty-clock.ts';
import { lineDigest } from '../support/reading/line-digest.ts';
import { parseReaderSettings, type ReaderReport } from '../support/reading/reader-words.ts';
import { watchEngine } from '../support/reading/watch-engine.ts';
import { TestLedger } from '../support/test-ledger.ts';

const settings = parseReaderSettings(process.argv[2] ?? '');
const file = new TestLedger(settings.file);
const silences = new Map<string, { readonly first: number; at: number; longest: number }>();
let gate: PromiseWithResolvers<void> | undefined;

/** Judges as the others do, and takes the time between two batches of a container. */
const judge: typeof judgeEveryLine = {
  ...judgeEveryLine,
  open: (origin) => ({
    judge(_, batch) {
      const [id, now] = [originId(origin), performance.now()];
      const { first, at, longest } = silences.get(id) ?? { first: now, at: now, longest: 0 };
      silences.set(id, { first, at: now, longest: Math.max(longest, now - at) });
      if (settings.keep === 'nothing') return [];
      const lines = everyLine(batch);
      return settings.keep === 'lines' ? lines : lines.map((line, at) => ({ ...line, text: digestOf(batch, at) }));
    },
    takeFlood: () => undefined,
    close: () => undefined,
  }),
};

function digestOf({ bytes, starts, ends, marks }: LineBatch, line: number): string {
  return lineDigest(bytes.subarray(starts[line], ends[line]), marks[line] === TRUNCATED);
}

const ledger: Ledger<JudgedEffect<typeof judge>> = {
  load: (source) => file.load(source),
  loadOrigin: (key) => file.loadOrigin(key),
  async commit(commit) {
    await gate?.promise;
    await file.commit(commit);
  },
};
type JudgedEffect<Judging> = Judging extends Judge<infer Effect> ? Effect : never;

const { url, haste = 1 } = settings;
const WANTED = {
  both: { stdout: true, stderr: true },
  stdout: { stdout: true, stderr: false },
  stderr: { stdout: false, stderr: true },
  none: { stdout: false, stderr: false },
} as const;
let wanted: WantedStreams = WANTED[settings.wanted ?? 'both'];
const listeners = new Set<() => void>();
const demand: StreamDemand = { wantedOf: () => wanted, onChange: (listener) => void listeners.add(listener) };
const began = performance.now();
const watching = watchEngine({ url, ledger, judge, demand, clock: hastyClock(haste) });
// Only after everything is loaded, which the other user may not be allowed to read.
if (settings.user !== undefined) {
  process.setgroups?.([]);
  process.setgid?.(settings.user);
  process.setuid?.(settings.user);
}

function report(): ReaderReport {
  const { user, system } = process.cpuUsage();
  const longest = Object.fromEntries([...silences].map(([id, silence]) => [id, silence.longest]));
  const firstLines = Object.fromEntries([...silences].map(([id, { first }]) => [id, first - began]));
  for (const silence of silences.values()) silence.longest = 0;
  return {
    engine: watching.status(),
    origins: watching.origins(),
    uncommitted: watching.uncommitted(),
    longestSilenceMs: longest,
    firstLinesAfterMs: firstLines,
    cpuMs: (user + system) / 1000,
    residentBytes: process.memoryUsage.rss(),
  };
}

createInterface({ input: process.stdin }).on('line', (word) => {
  if (word === 'hold') gate = Promise.withResolvers();
  if (word === 'release') gate?.resolve();
  if (word === 'both' || word === 'stdout' || word === 'stderr' || word === 'none') {
    wanted = WANTED[word];
    for (const listener of listeners) listener();
  }
  process.stdout.write(`${word === 'report' ? JSON.stringify(report()) : word}\n`);
});
process.on('SIGTERM', async () => {
  await watching.stop();
  file.close();
  process.exit(0);
});

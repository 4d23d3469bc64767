// How late the lines of a live file are while another file with a gigabyte is caught up, and without that: node bench/file/beside-backlog.ts
import { spawn } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../src/core/clock.ts';
import type { LineBatch } from '../../src/core/lines/line-batch.ts';
import type { Origin } from '../../src/core/lines/origin.ts';
import { FileSource } from '../../src/sources/file/file-source.ts';
import { plainFormat } from '../../src/sources/file/formats/plain-format.ts';
import { FileBatch } from '../../src/sources/file/lines/file-batch.ts';
import { Descriptors } from '../../src/sources/file/opened/descriptors.ts';
import { FileReader } from '../../src/sources/file/reading/file-reader.ts';
import { ReadRoom } from '../../src/sources/file/reading/read-room.ts';
import { makeCorpus } from '../match/corpus.ts';

const [PARTS, PART_BYTES] = [16, 64e6];
const QUIET_MS = 5_000;
/** A process of its own writes the time into the live file, fifty times a second. */
const WRITER =
  "const { appendFileSync } = require('node:fs'); setInterval(() => appendFileSync(process.argv[1], Date.now() + '\\n'), 20);";

const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-bench-'));
const [live, backlog] = [path.join(folder, 'live.log'), path.join(folder, 'backlog.log')];
writeFileSync(live, '');
const part = makeCorpus('typical', PART_BYTES, 1);
for (let n = 0; n < PARTS; n++) await appendFile(`${backlog}.making`, part);

let late: number[] = [];
let bytes = 0;
const shared = { batch: new FileBatch(), room: new ReadRoom(), descriptors: new Descriptors() };
const source = new FileSource({
  machine: 'bench',
  watched: [{ pattern: path.join(folder, '*.log'), format: 'plain', message: 'message' }],
  clock: systemClock,
  createReader: ({ watched: _, ...file }) =>
    new FileReader({ ...shared, ...file, format: plainFormat, clock: systemClock }),
});
const stopping = new AbortController();
const readings: { stop(): Promise<void> }[] = [];
const ended = source.run(
  { memory: undefined, origins: [] },
  {
    found: (origin, reader) =>
      readings.push(
        reader.read({
          ...{ position: undefined, wanted: { stdout: true, stderr: true } },
          sink: {
            lines: (batch) => take(origin, batch),
            ...{ gap: () => undefined, state: () => undefined, reconnected: () => undefined, known: () => undefined },
            failed: (error) => console.log('failed', error),
          },
        }),
      ),
    ...{ gone: () => undefined, lostWhileAway: () => undefined, foundAll: () => undefined },
    ...{ memoryChanged: () => undefined, happened: () => undefined, livesChanged: () => undefined },
  },
  stopping.signal,
);
const writer = spawn(process.execPath, ['-e', WRITER, live], { stdio: 'inherit' });
await sleep(1_000);
late = [];
await sleep(QUIET_MS);
console.log('ms late                    median     p99   worst');
tell('by itself', late);
late = [];
const began = performance.now();
renameSync(`${backlog}.making`, backlog);
while (bytes < PARTS * PART_BYTES * 0.99) await sleep(5);
tell('beside the backlog', late);
console.log(`the backlog is read at ${Math.round(bytes / 1e3 / (performance.now() - began))} MB/s`);
writer.kill();
stopping.abort();
await Promise.all([ended, ...readings.map((one) => one.stop())]);
rmSync(folder, { recursive: true });

function take({ path: at }: Origin, batch: LineBatch): void {
  if (at === backlog) bytes += batch.length;
  else
    for (let n = 0; n < batch.count; n++)
      late.push(Date.now() - Number(Buffer.from(batch.bytes.subarray(batch.starts[n], batch.ends[n])).toString()));
}

function tell(what: string, of: readonly number[]): void {
  const sorted = of.toSorted((a, b) => a - b);
  const at = (share: number): string => `${sorted[Math.floor(share * (sorted.length - 1))]}`.padStart(8);
  console.log(what.padEnd(24), at(0.5), at(0.99), at(1));
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

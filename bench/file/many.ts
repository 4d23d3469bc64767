// What watching very many files costs: node bench/file/many.ts [files]. Descriptors and memory, the time until all are followed, until a new line of one is seen, until one that comes is found, and the CPU of ten quiet seconds.
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../src/core/clock.ts';
import { FileSource } from '../../src/sources/file/file-source.ts';
import { plainFormat } from '../../src/sources/file/formats/plain-format.ts';
import { FileBatch } from '../../src/sources/file/lines/file-batch.ts';
import { Descriptors } from '../../src/sources/file/opened/descriptors.ts';
import { FileReader } from '../../src/sources/file/reading/file-reader.ts';
import { ReadRoom } from '../../src/sources/file/reading/read-room.ts';

const FILES = Number(process.argv[2] ?? 10_000);
const FOLDERS = 100;
const ASKED = 50;

const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-bench-'));
const nameOf = (n: number): string => path.join(folder, `${n % FOLDERS}`, `app-${n}.log`);
for (let n = 0; n < FOLDERS; n++) mkdirSync(path.join(folder, `${n}`));
for (let n = 0; n < FILES; n++) writeFileSync(nameOf(n), `a line of ${n}\n`);

const before = process.memoryUsage.rss();
let following = 0;
let lines = 0;
let waits: { readonly from: number; readonly seen: () => void } | undefined;
const shared = { batch: new FileBatch(), room: new ReadRoom(), descriptors: new Descriptors() };
const source = new FileSource({
  machine: 'bench',
  watched: [{ pattern: path.join(folder, '*', '*.log'), format: 'plain', message: 'message' }],
  clock: systemClock,
  createReader: ({ watched: _, ...file }) =>
    new FileReader({ ...shared, ...file, format: plainFormat, clock: systemClock }),
});
const stopping = new AbortController();
const readings: { stop(): Promise<void> }[] = [];
const began = performance.now();
const ended = source.run(
  { memory: undefined, origins: [] },
  {
    found: (_origin, reader) =>
      readings.push(
        reader.read({
          position: undefined,
          wanted: { stdout: true, stderr: true },
          sink: {
            lines: (batch) => {
              lines += batch.count;
              waits?.seen();
            },
            state: (state) => (following += Number(state === 'following')),
            ...{ gap: () => undefined, reconnected: () => undefined, known: () => undefined },
            failed: (error) => console.log('failed', error),
          },
        }),
      ),
    ...{ gone: () => undefined, lostWhileAway: () => undefined, foundAll: () => undefined },
    ...{ memoryChanged: () => undefined, happened: () => undefined, livesChanged: () => undefined },
  },
  stopping.signal,
);
const tell = (what: string, figure: string): void => console.log(what.padEnd(48), figure);
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

await until(() => following >= FILES);
tell(`${FILES} files are followed after`, seconds(performance.now() - began));
tell('memory more than before', `${Math.round((process.memoryUsage.rss() - before) / 1e6)} MB`);
tell('descriptors', `${readdirSync('/proc/self/fd').length}`);

const cpu = process.cpuUsage();
await new Promise((resolve) => setTimeout(resolve, 10_000));
const { user, system } = process.cpuUsage(cpu);
tell('CPU of ten quiet seconds', `${Math.round((user + system) / 1e4)} ms a second`);

const times: number[] = [];
for (let n = 0; n < ASKED; n++)
  times.push(await seenAfter(() => appendFileSync(nameOf((n * 7919) % FILES), 'one more\n')));
tell('a new line is seen after, median and worst', spread(times));
const fresh: number[] = [];
for (let n = 0; n < 10; n++)
  fresh.push(await seenAfter(() => writeFileSync(path.join(folder, `${n}`, `fresh-${n}.log`), 'its first\n')));
tell('the line of a new file is seen after', spread(fresh));

const rotated = performance.now();
const wanted = lines + FILES;
for (let n = 0; n < FILES; n++) {
  renameSync(nameOf(n), `${nameOf(n)}.1`);
  writeFileSync(nameOf(n), 'a line behind it\n');
}
const took = performance.now() - rotated;
await until(() => lines >= wanted);
tell(
  'all are rotated at once, and read after',
  `${seconds(performance.now() - rotated - took)}, ${readdirSync('/proc/self/fd').length} descriptors`,
);

stopping.abort();
await Promise.all([ended, ...readings.map((one) => one.stop())]);
rmSync(folder, { recursive: true });

function seenAfter(write: () => void): Promise<number> {
  const from = performance.now();
  return new Promise((resolve) => {
    waits = { from, seen: () => resolve(performance.now() - from) };
    write();
  });
}

function spread(of: number[]): string {
  const sorted = of.toSorted((a, b) => a - b);
  return `${sorted[sorted.length >> 1]?.toFixed(1)} ms, ${sorted.at(-1)?.toFixed(1)} ms`;
}

async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise((resolve) => setTimeout(resolve, 5));
}

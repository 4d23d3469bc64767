// What following real containers costs, by the server's whole way from the engine to the commit, beside the plain way: node bench/docker/follow.ts (as root; it starts an engine of its own)
// `--seconds N` for how long each is measured, `--rounds N` for how often, `--containers N` for how many write ten lines a second, `--warm-up N` for the seconds until they are measured again, `--quiet-reader NAME` for one of the readers of the many only.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { numberedLines, removeContainer, runContainer } from '../../test/support/real-engine/containers.ts';
import { type Dockerd, startDockerd } from '../../test/support/real-engine/host/dockerd.ts';
import { importLabImage } from '../../test/support/real-engine/image/lab-image.ts';
import { epollReader, type MeasuredReader, plainReader, smallestReader, tocsinReader } from './measured-reader.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    containers: { type: 'string', default: '100' },
    'warm-up': { type: 'string', default: '180' },
    'quiet-reader': { type: 'string' },
  },
});
const SECONDS = Number(values.seconds);
const ROUNDS = Number(values.rounds);
const CONTAINERS = Number(values.containers);
const LENGTH = 200;
const SETTLE_MS = 2_000;
/** Code that runs a thousand times a second is compiled bit by bit; a server that watches for days has done with that. */
const WARM_UP_MS = Number(values['warm-up']) * 1_000;
const FLAT_OUT = numberedLines({ lines: 1_000_000_000, length: LENGTH, streams: 'stdout' });

const pausing = (pauseUs: number) =>
  numberedLines({ lines: 1_000_000_000, length: LENGTH, pauseUs, streams: 'stdout' });
/** How a busy container writes. */
const BUSY: Readonly<Record<string, readonly string[]>> = {
  'flat out': FLAT_OUT,
  'pauses of 20 µs': pausing(20),
  'pauses of 100 µs': pausing(100),
  'bursts of 500': ['sh', '-c', `while :; do /bin/wr 500 ${LENGTH} 0 o 0; sleep 0.05; done`],
};
const READERS = { Tocsin: tocsinReader, 'http.get': plainReader } as const;
/** Beside these two, what a crowd of quiet containers costs at least: any program in Node, and any program. */
const QUIET_READERS = { ...READERS, 'least in Node': smallestReader, 'least in C': epollReader } as const;

const engine = await startDockerd();
const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-bench-'));
try {
  await importLabImage(engine.api);
  if (ROUNDS > 0) await busy(engine);
  await quiet(engine);
} finally {
  await engine.dispose();
  rmSync(folder, { recursive: true });
}

/** One reader at a time, so that neither takes time from the other or the engine; they take turns. */
async function busy({ api, socket }: Dockerd): Promise<void> {
  console.log(`one busy container, ${LENGTH} bytes a line, one reader at a time: median of ${ROUNDS}`);
  const found = new Map<string, Cost[]>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, start] of Object.entries(READERS)) {
      const reader = await start({ socket, file: path.join(folder, `busy-${round}.db`), lineBytes: LENGTH });
      await measured(api, reader, FLAT_OUT);
      for (const [pace, command] of Object.entries(BUSY)) {
        const costs = found.get(`${pace} ${name}`) ?? [];
        found.set(`${pace} ${name}`, [...costs, await measured(api, reader, command)]);
      }
      await reader.stop();
    }
  }
  for (const pace of Object.keys(BUSY)) {
    const [ours, plain] = Object.keys(READERS).map((name) => median(found.get(`${pace} ${name}`) ?? []));
    const told = (cost?: Cost) =>
      `${cost?.linesPerSecond.toFixed(0).padStart(7)} lines/s ${cost?.us.toFixed(2).padStart(6)} µs a line`;
    console.log(`  ${pace.padEnd(16)}  Tocsin ${told(ours)}   http.get ${told(plain)}`);
  }
}

interface Cost {
  readonly linesPerSecond: number;
  /** CPU of the whole reading process, user and system, in microseconds a line. */
  readonly us: number;
}

async function measured(api: Dockerd['api'], reader: MeasuredReader, command: readonly string[]): Promise<Cost> {
  const id = await runContainer(api, { command, driverOptions: { 'max-size': '200m', 'max-file': '3' } });
  await reader.follow(id);
  await sleep(SETTLE_MS);
  const before = await reader.report(id);
  await sleep(SECONDS * 1_000);
  const after = await reader.report(id);
  await removeContainer(api, id);
  await standsStill(reader);
  const lines = after.lines - before.lines;
  return { linesPerSecond: lines / SECONDS, us: ((after.cpuMs - before.cpuMs) * 1_000) / lines };
}

/** What is left of the log of a container that was removed is read to its end, and would be paid for by the next. */
async function standsStill(reader: MeasuredReader): Promise<void> {
  for (let [before, now] = [-1, 0]; before !== now; ) {
    await sleep(SETTLE_MS / 4);
    [before, now] = [now, (await reader.report()).lines];
  }
}

function median(costs: readonly Cost[]): Cost | undefined {
  return [...costs].sort((a, b) => a.us - b.us)[costs.length >> 1];
}

/** Each process before it reads any, at first, and when it has long done so; on the same containers, one after the other. */
async function quiet({ api, socket }: Dockerd): Promise<void> {
  const command = numberedLines({ lines: 1_000_000, length: LENGTH, pauseUs: 100_000 });
  const containers: string[] = [];
  console.log(`${CONTAINERS} containers with ten lines a second each`);
  for (const [name, open] of Object.entries(QUIET_READERS)) {
    if (name !== (values['quiet-reader'] ?? name)) continue;
    const reader = await open({ socket, file: path.join(folder, 'quiet.db'), lineBytes: LENGTH });
    const rows = [['without any', await share(reader)]] as [string, string][];
    while (containers.length < CONTAINERS) containers.push(await runContainer(api, { command }));
    for (const id of containers) await reader.follow(id);
    await sleep(SETTLE_MS);
    rows.push(['at first', await share(reader)]);
    await sleep(WARM_UP_MS);
    rows.push(['warmed up', await share(reader)]);
    for (const [when, told] of rows) console.log(`  ${name.padEnd(13)} ${when.padEnd(20)} ${told}`);
    await reader.stop();
  }
}

async function share(reader: MeasuredReader): Promise<string> {
  const before = await reader.report();
  await sleep(2 * SECONDS * 1_000);
  const after = await reader.report();
  const percent = (after.cpuMs - before.cpuMs) / (2 * SECONDS) / 10;
  const lines = (after.lines - before.lines) / (2 * SECONDS);
  const megabytes = after.residentBytes / 2 ** 20;
  return `${percent.toFixed(2).padStart(5)} % of a core, ${megabytes.toFixed(1)} MB resident, ${lines.toFixed(0)} lines/s`;
}

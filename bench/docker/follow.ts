// What following real containers costs, by the server's whole way from the engine to the commit, beside the plain way: node bench/docker/follow.ts (as root; it starts an engine of its own)
// `--seconds N` for how long each is measured, `--containers N` for how many write ten lines a second.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { RunningReader } from '../../test/support/reading/running-reader.ts';
import { numberedLines, removeContainer, runContainer } from '../../test/support/real-engine/containers.ts';
import { type Dockerd, startDockerd } from '../../test/support/real-engine/host/dockerd.ts';
import { importLabImage } from '../../test/support/real-engine/image/lab-image.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '10' }, containers: { type: 'string', default: '100' } },
});
const SECONDS = Number(values.seconds);
const CONTAINERS = Number(values.containers);
const LENGTH = 200;
const WARM_UP_MS = 3_000;
/** Between two lines of a busy container; the first is flat out. */
const PAUSES_US = [0, 20, 100] as const;

const engine = await startDockerd();
const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-bench-'));
try {
  await importLabImage(engine.api);
  const reader = new RunningReader({
    url: `unix://${engine.socket}`,
    file: path.join(folder, 'ledger.db'),
    keep: 'nothing',
  });
  await reader.connected();
  const idle = await share(reader);
  console.log(`one busy container, ${LENGTH} bytes a line, both readers at once: CPU of the reading process`);
  for (const pauseUs of PAUSES_US) await compare(engine, reader, pauseUs);
  // What the busy containers left in its memory is not to count beside many quiet ones.
  await reader.stop();
  await many(engine, idle);
} finally {
  await engine.dispose();
  rmSync(folder, { recursive: true });
}

/** The two follow the same container at the same time, so that neither has it quieter. */
async function compare({ api, socket }: Dockerd, reader: RunningReader, pauseUs: number): Promise<void> {
  const command = numberedLines({ lines: 1_000_000_000, length: LENGTH, pauseUs, streams: 'stdout' });
  const id = await runContainer(api, { command, driverOptions: { 'max-size': '200m', 'max-file': '3' } });
  const plain = spawnPlain(socket, id);
  await sleep(WARM_UP_MS);
  const before = [await ours(reader, id), await reportOf(plain)] as const;
  await sleep(SECONDS * 1_000);
  const after = [await ours(reader, id), await reportOf(plain)] as const;
  const [way, plainWay] = [0, 1].map((one) => {
    const lines = (after[one]?.lines ?? 0) - (before[one]?.lines ?? 0);
    return { lines, us: ((after[one]?.cpuMs ?? 0) - (before[one]?.cpuMs ?? 0)) * (1_000 / lines) };
  });
  plain.kill();
  await removeContainer(api, id);
  const told = (each: typeof way): string =>
    `${((each?.lines ?? 0) / SECONDS).toFixed(0).padStart(7)} lines/s ${each?.us.toFixed(2).padStart(6)} µs a line`;
  console.log(`  pause ${String(pauseUs).padStart(3)} µs   Tocsin ${told(way)}   http.get ${told(plainWay)}`);
}

async function ours(reader: RunningReader, id: string): Promise<{ lines: number; cpuMs: number }> {
  const { origins, cpuMs } = await reader.report();
  return { lines: origins.find(({ origin }) => origin.containerId === id)?.lines ?? 0, cpuMs };
}

function spawnPlain(socket: string, id: string): ChildProcess {
  return spawn(process.execPath, [path.join(import.meta.dirname, 'plain-reader.ts'), socket, id], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** Its bytes are whole frames of one size. */
async function reportOf(plain: ChildProcess): Promise<{ lines: number; cpuMs: number }> {
  const answer = once(plain, 'message');
  plain.send('report');
  const [{ bytes, cpuMs }] = await answer;
  return { lines: bytes / (LENGTH + 1 + '2026-11-21T03:29:01.381447848Z '.length + 8), cpuMs };
}

/** Percent of a core, and memory in MB. */
async function share(reader: RunningReader): Promise<{ percent: number; megabytes: number }> {
  const before = await reader.report();
  await sleep(SECONDS * 1_000);
  const after = await reader.report();
  return { percent: (after.cpuMs - before.cpuMs) / SECONDS / 10, megabytes: after.residentBytes / 2 ** 20 };
}

async function many({ api, socket }: Dockerd, idle: Awaited<ReturnType<typeof share>>): Promise<void> {
  const url = `unix://${socket}`;
  const reader = new RunningReader({ url, file: path.join(folder, 'many.db'), keep: 'nothing' });
  await reader.connected();
  const command = numberedLines({ lines: 1_000_000, length: LENGTH, pauseUs: 100_000 });
  let started = 0;
  const start = async (): Promise<void> => {
    while (started++ < CONTAINERS) await runContainer(api, { command });
  };
  await Promise.all([start(), start(), start(), start()]);
  await sleep(WARM_UP_MS);
  const busy = await share(reader);
  const { origins } = await reader.report();
  const following = origins.filter(({ state }) => state === 'following').length;
  console.log(`${following} containers, 10 lines/s each, beside the same process without any`);
  console.log(`  ${busy.percent.toFixed(2)} % of a core (idle: ${idle.percent.toFixed(2)} %)`);
  console.log(`  ${busy.megabytes.toFixed(1)} MB resident (idle: ${idle.megabytes.toFixed(1)} MB)`);
  await reader.kill();
}

// How long a line takes from the engine to the receiver of a webhook, its durable commit included, beside what an fsync takes in the same run:
// node bench/delivery/latency.ts [--lines N] [--rate N] [--stages] [postgres]
// The whole server in a process of its own reads the stream of an engine; engine and receiver are real sockets of this process.
import { fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { stampOfMilliseconds } from '../../src/core/lines/stamp.ts';
import { FakeEngine } from '../../test/support/fake-engine/fake-engine.ts';
import { benchDatabase } from './bench-database.ts';
import { quantile } from './measured.ts';
import { startServerProcess } from './server-process.ts';
import { stageClock, stageRows } from './stages.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    lines: { type: 'string', default: '600' },
    rate: { type: 'string', default: '20' },
    stages: { type: 'boolean', default: false },
  },
});
const LINES = Number(values.lines);
const EVERY_MS = 1_000 / Number(values.rate);
const WARM_UP_EVERY_MS = 1_000 / 45;
/** A server that watches for days has compiled what runs all the time. Not faster than a webhook is asked. */
const WARM_UP = 1_500;
const P50_OVER_FSYNC_MS = 4;
const P99_MS = 15;

const database = await benchDatabase(positionals.includes('postgres') ? 'postgres' : 'sqlite');
const arrived = new Map<number, number>();
const receiver = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => {
    body += text;
  });
  request.on('end', () => {
    arrived.set(Number(/ERROR number (\d+)/.exec(body)?.[1]), stageClock());
    response.writeHead(204).end();
  });
});
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
const address = receiver.address();
const port = typeof address === 'object' ? address?.port : undefined;
const engine = new FakeEngine(path.join(database.folder, 'docker.sock'), {});
await engine.start();
const web = engine.addContainer({ name: 'web' });
const stageFile = path.join(database.folder, 'stages');
const server = await startServerProcess(
  {
    ...{ ...database.settings, TOCSIN_DOCKER_HOST: `nas=${engine.url}` },
    ...{ TOCSIN_CONTAINER_EVENTS_PER_MINUTE: '0', STAGES_FILE: stageFile },
    TOCSIN_EGRESS_ALLOW: `127.0.0.1/32:${port}`,
  },
  values.stages ? { main: 'bench/delivery/staged-server.ts' } : {},
);
await server.admin.post('/api/log-scan-rules', { name: 'errors', pattern: 'ERROR', cooldown_seconds: 0 });
await server.admin.post('/api/event-triggers', {
  ...{ name: 'hook', channel: 'webhook', config: { url: `http://127.0.0.1:${port}/hook` } },
});
while (engine.openStreams < 2) await sleep(20);

/** Of all processors, by whomever. */
const cpuTimes = () => {
  const times = cpus().map(({ times: { idle, ...busy } }) => [idle, Object.values(busy).reduce((a, b) => a + b)]);
  return { idle: times.reduce((sum, [idle = 0]) => sum + idle, 0), all: times.flat().reduce((a, b) => a + b, 0) };
};

const written = new Map<number, number>();
const syncs: number[] = [];
const file = openSync(path.join(database.folder, 'sync'), 'w');
let before = cpuTimes();
for (let n = 0; n < WARM_UP + LINES; n++) {
  if (n === WARM_UP) before = cpuTimes();
  const began = stageClock();
  written.set(n, began);
  web.log('stdout', `ERROR number ${n} of the disk`, stampOfMilliseconds(Date.now()));
  const everyMs = n < WARM_UP ? WARM_UP_EVERY_MS : EVERY_MS;
  await sleep(everyMs / 2);
  const syncBegan = performance.now();
  writeSync(file, 'x'.repeat(4_096));
  fsyncSync(file);
  if (n >= WARM_UP) syncs.push(performance.now() - syncBegan);
  await sleep(Math.max(0, everyMs - (stageClock() - began)));
}
const after = cpuTimes();
await sleep(2_000);

const took = [...written].filter(([n]) => n >= WARM_UP).map(([n, at]) => (arrived.get(n) ?? Number.NaN) - at);
const missing = took.filter(Number.isNaN).length;
const counted = await server.metric('tocsin_delivery_latency_seconds_count');
await server.stop();
const stages: Parameters<typeof stageRows>[1] = values.stages ? JSON.parse(readFileSync(stageFile, 'utf8')) : [];
await engine.stop();
receiver.close();
await database.remove();

const row = (name: string, of: readonly number[]) =>
  console.log(
    `${name.padEnd(24)}${[0.1, 0.5, 0.9, 0.99, 1].map((share) => quantile(of, share).toFixed(1).padStart(9)).join('')}`,
  );
const idle = (100 * (after.idle - before.idle)) / (after.all - before.all);
console.log(`${LINES} lines, ${values.rate} a second, one webhook for each, on ${database.name}; milliseconds`);
console.log(`load of the machine ${loadavg()[0]?.toFixed(1)}, its processors idle ${idle.toFixed(0)} % of the time`);
console.log(`${' '.repeat(24)}${['p10', 'p50', 'p90', 'p99', 'most'].map((name) => name.padStart(9)).join('')}`);
row('line to webhook', took);
row('an fsync of 4 KiB', syncs);
const [p50, p99, sync] = [quantile(took, 0.5), quantile(took, 0.99), quantile(syncs, 0.5)];
console.log(`missing ${missing}, told in the histogram ${counted} of ${WARM_UP + LINES}`);
console.log(`p50 ${p50.toFixed(1)} ms: ${(p50 - sync).toFixed(1)} ms over the fsync (asked ${P50_OVER_FSYNC_MS})`);
console.log(`p99 ${p99.toFixed(1)} ms (asked ${P99_MS})`);
if (values.stages) {
  const lines = [...written]
    .filter(([n]) => n >= WARM_UP)
    .map(([n, writtenAt]) => ({ writtenAt, arrivedAt: arrived.get(n) ?? Number.NaN }));
  console.log(`${'stage'.padEnd(12)}${['p50', 'p90', 'p99'].map((name) => name.padStart(9)).join('')}`);
  for (const line of stageRows(lines, stages)) console.log(line);
}
const isSlow = p50 > sync + P50_OVER_FSYNC_MS || p99 > P99_MS;
const isMiscounted = Number(counted) !== WARM_UP + LINES;
if (missing > 0 || isSlow || isMiscounted) process.exitCode = 1;

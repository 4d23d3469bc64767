// How long the API takes to answer while lines are judged as fast as they come: node bench/watching/gets-under-load.ts [--seconds N] [--only NAME]
// The whole server, the engine, and who asks are a process each.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { benchDatabase } from '../delivery/bench-database.ts';
import { quantile } from '../delivery/measured.ts';
import { startServerProcess } from '../delivery/server-process.ts';
import { ruleSet } from '../match/rule-sets.ts';
import { LOADS, type Load } from './loads.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '20' }, only: { type: 'string', default: '' } },
});
const SECONDS = Number(values.seconds);
const PATHS = ['/api/health', '/api/containers', '/api/events'];
const EVERY_MS = 1_000 / 20 / PATHS.length;
const [RULES, MOST_P99_MS] = [50, 50];

interface Taken {
  readonly lines: number;
  readonly bytes: number;
  readonly ended: number;
}

const database = await benchDatabase('sqlite');
const socket = path.join(database.folder, 'docker.sock');
const engine = fork(path.join(import.meta.dirname, 'loud-engine.ts'), [socket]);
await once(engine, 'message');
const server = await startServerProcess({ ...database.settings, TOCSIN_DOCKER_HOST: `nas=unix://${socket}` });
const { admin } = server;
for (const [n, pattern] of ruleSet(RULES).entries()) await addRule(`rule ${n}`, pattern);
while ((await admin.get('/api/containers')).text.split('"following"').length < 20) await sleep(100);
await ask(2);

console.log(
  `${RULES} rules, 20 quiet containers; load ${loadavg()[0]?.toFixed(1)}; milliseconds of ${PATHS.join(', ')}`,
);
console.log(
  `${'while'.padEnd(16)}${['p50', 'p99', 'most', 'times idle', 'lines/s', 'MB/s', 'cpu'].map((name) => name.padStart(11)).join('')}`,
);
let idleP99 = 0;
for (const load of [undefined, ...LOADS.filter(({ name }) => name.includes(values.only))]) await measure(load);

await server.stop();
engine.kill();
await database.remove();

async function measure(load: Load | undefined): Promise<void> {
  const pattern = load?.pattern;
  const rule = pattern === undefined ? undefined : await addRule('large', pattern);
  const [began, cpu] = [performance.now(), await server.cpuMs()];
  if (load) engine.send(load);
  const took = await ask(
    SECONDS,
    async () => load?.mostBytes !== undefined && (await taken()).ended === load.containers,
  );
  const { lines, bytes } = load ? await taken() : { lines: 0, bytes: 0 };
  const [seconds, used] = [(performance.now() - began) / 1_000, (await server.cpuMs()) - cpu];
  const p99 = quantile(took, 0.99);
  if (load === undefined) idleP99 = p99;
  const told = [
    quantile(took, 0.5).toFixed(1),
    p99.toFixed(1),
    quantile(took, 1).toFixed(1),
    (p99 / idleP99).toFixed(1),
  ];
  const rates = [(lines / seconds).toFixed(0), (bytes / seconds / 1e6).toFixed(1), (used / seconds / 1_000).toFixed(2)];
  console.log(`${(load?.name ?? 'idle').padEnd(16)}${[...told, ...rates].map((cell) => cell.padStart(11)).join('')}`);
  if (p99 > MOST_P99_MS && load?.isOnlyTold !== true) process.exitCode = 1;
  if (load) engine.send('silence');
  if (rule !== undefined) await admin.send('DELETE', `/api/log-scan-rules/${rule}`);
  await sleep(1_500);
}

/** Each of them twenty times a second, in turn, whether others were answered or not. */
async function ask(seconds: number, isOver = async () => false): Promise<readonly number[]> {
  const answers: Promise<number>[] = [];
  const began = performance.now();
  for (let n = 0; n * EVERY_MS < seconds * 1_000; n++) {
    await sleep(Math.max(0, began + n * EVERY_MS - performance.now()));
    answers.push(timed(PATHS[n % PATHS.length] ?? ''));
    if (n % 60 === 59 && (await isOver())) break;
  }
  return Promise.all(answers);
}

async function timed(asked: string): Promise<number> {
  const began = performance.now();
  const { status, text } = await admin.get(asked);
  const took = performance.now() - began;
  if (status !== 200) throw new Error(`${asked}: ${status} ${text}`);
  return took;
}

async function taken(): Promise<Taken> {
  engine.send('taken');
  const [told] = await once(engine, 'message');
  return told;
}

async function addRule(name: string, pattern: string): Promise<unknown> {
  const { status, text, body } = await admin.post('/api/log-scan-rules', { name, pattern });
  if (status !== 201) throw new Error(`${pattern}: ${status} ${text}`);
  return body?.id;
}

// What a place costs that takes no log lines: node bench/ship/outage.ts [--minutes N] [--rate N]
// Four servers are asked in turn, one request each: one that ships nothing, one whose sink takes all, one whose sink refuses, one whose sink is silent.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { quantile } from '../delivery/measured.ts';
import { BUFFER_LINES, type Counts, type ShippingServer, shippingServer } from './shipping-server.ts';
import { healthy, off, refusing, silent } from './sinks.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '1.5' }, rate: { type: 'string', default: '25' } },
});
const [MS, RATE] = [Number(values.minutes) * 60_000, Number(values.rate)];
const WARM_MS = 10_000;
const MEMORY_EVERY_MS = 2_000;
const [MOST_GROWTH_MIB, MOST_P50_RATIO, MOST_P99_RATIO] = [8, 1.25, 2];
const HELD = ['nodejs_heap_size_used_bytes', 'nodejs_external_memory_bytes'] as const;

interface Course {
  readonly of: ShippingServer;
  /** Milliseconds of each request. */
  readonly took: number[];
  /** What it holds, in MiB, and what the system has given to it. */
  readonly held: number[];
  readonly resident: number[];
}

const servers: ShippingServer[] = [];
for (const sink of [off(), await healthy(), await refusing(), await silent()]) servers.push(await shippingServer(sink));
await askFor(WARM_MS);
const courses = await askFor(MS);
const counts = await Promise.all(servers.map((one) => one.counts()));
for (const one of servers) await one.stop();
for (const { sink } of servers) await sink.stop();

const [without = none()] = courses;
console.log(
  `${values.minutes} minutes, ${RATE} requests a second to each of four servers, ${BUFFER_LINES} lines may wait; in milliseconds and MiB`,
);
tell([
  'sink',
  'p50',
  'p99',
  'p50 / off',
  'p99 / off',
  'held',
  'later',
  'RSS',
  'later',
  'sent',
  'dropped',
  'waits',
  'warned',
]);
const faults = courses.flatMap((course, n) => told(course, counts[n]));
for (const fault of faults) console.log(fault);
if (faults.length > 0) process.exitCode = 1;

/** Each server in its turn, and another one first each time, so that what else the machine does, and what a request leaves behind, comes to all of them alike. */
async function askFor(ms: number): Promise<readonly Course[]> {
  const courses = servers.map((of): Course => ({ of, took: [], held: [], resident: [] }));
  const began = performance.now();
  for (let n = 0; performance.now() - began < ms; n += 1) {
    for (let turn = 0; turn < courses.length; turn += 1) {
      const { of, took } = courses[(n + turn) % courses.length] ?? none();
      const at = performance.now();
      const { status } = await of.server.admin.get('/api/health');
      if (status !== 200) throw new Error(`/api/health answered ${status}`);
      took.push(performance.now() - at);
    }
    if (n % Math.ceil((RATE * MEMORY_EVERY_MS) / 1_000) === 0)
      for (const { of, held, resident } of courses) {
        const [heap = 0, outside = 0] = await Promise.all(HELD.map((name) => of.server.metric(name)));
        held.push((heap + outside) / 2 ** 20);
        resident.push((await of.server.metric('process_resident_memory_bytes')) / 2 ** 20);
      }
    await sleep(Math.max(0, began + ((n + 1) * 1_000) / RATE - performance.now()));
  }
  return courses;
}

/** Prints a row, and gives what is not as it has to be. */
function told(course: Course, counts: Counts | undefined): readonly string[] {
  const { sink } = course.of;
  const [p50, p99] = [0.5, 0.99].map((share) => ratio(course, share)) as [number, number];
  const [before, after] = heldBy(course);
  const [residentBefore, residentAfter] = inQuarters(course.resident, 0.5);
  const dropped = Object.values(counts?.dropped ?? {}).reduce((sum, count) => sum + count, 0);
  tell([
    ...[sink.name, quantile(course.took, 0.5).toFixed(2), quantile(course.took, 0.99).toFixed(2)],
    ...[p50.toFixed(2), p99.toFixed(2), before.toFixed(1), after.toFixed(1)],
    ...[residentBefore.toFixed(1), residentAfter.toFixed(1)],
    ...[counts?.sent ?? '-', counts ? dropped : '-', counts?.depth ?? '-', course.of.warnedAt.length].map(String),
  ]);
  const growth = after - before - growthWithout();
  return [
    ...(p50 <= MOST_P50_RATIO ? [] : [`${sink.name}: half of the requests take ${p50.toFixed(2)} times as long`]),
    ...(p99 <= MOST_P99_RATIO ? [] : [`${sink.name}: the slowest take ${p99.toFixed(2)} times as long`]),
    ...(growth <= MOST_GROWTH_MIB ? [] : [`${sink.name}: memory grows by ${growth.toFixed(1)} MiB more than without`]),
    ...countFaults(course.of, counts),
  ];
}

function countFaults({ sink, warnedAt, written, told }: ShippingServer, counts: Counts | undefined): readonly string[] {
  if (counts === undefined) return sink.url === undefined ? [] : [`${sink.name}: nothing is counted`];
  const dropped = Object.values(counts.dropped).reduce((sum, count) => sum + count, 0);
  const all = counts.sent + dropped + counts.depth;
  const arrived = sink.taken() + told();
  // The last warning is of the end.
  const waits = warnedAt.slice(1, -1).map((at, n) => at - (warnedAt[n] ?? 0));
  return [
    ...(all === counts.lines
      ? []
      : [`${sink.name}: ${counts.lines} lines went in, and ${all} are sent, dropped or wait`]),
    ...(arrived === written()
      ? []
      : [`${sink.name}: ${written()} lines were written, ${arrived} arrived or are told to be lost`]),
    ...(waits.every((ms) => ms >= 60_000) ? [] : [`${sink.name}: warned after ${Math.min(...waits)} ms again`]),
  ];
}

function ratio({ took }: Course, share: number): number {
  return quantile(took, share) / quantile(without.took, share);
}

/** The least is what is left right after a collection. */
function heldBy({ held }: Course): readonly [number, number] {
  return inQuarters(held, 0.02);
}

/** Of the second quarter of the time, when the bound has been reached, and of the last. */
function inQuarters(figures: readonly number[], share: number): readonly [number, number] {
  const quarter = figures.length >> 2;
  return [quantile(figures.slice(quarter, 2 * quarter), share), quantile(figures.slice(-quarter), share)];
}

/** A server that gave memory back has grown by nothing. */
function growthWithout(): number {
  const [before, after] = heldBy(without);
  return Math.max(0, after - before);
}

function none(): never {
  throw new Error('Nothing was measured.');
}

function tell(cells: readonly string[]): void {
  console.log(cells.map((cell, n) => (n === 0 ? cell.padEnd(10) : cell.padStart(10))).join(''));
}

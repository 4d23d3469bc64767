// How long events take to fifty destinations of which one hangs and one fails, and whether every delivery is accounted for:
// node bench/delivery/destinations.ts [--lines N] [--rate N] [--destinations N] [--everywhere] [postgres]
// Each line goes to one destination, or to all of them. With `postgres` on the server that TOCSIN_TEST_POSTGRES_URL names, in a database of its own.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { stampOfMilliseconds } from '../../src/core/lines/stamp.ts';
import { FakeEngine } from '../../test/support/fake-engine/fake-engine.ts';
import { account, lineFor, manyDestinations, tookOf, wantThem } from '../../test/support/many-destinations.ts';
import { benchDatabase } from './bench-database.ts';
import { quantile } from './measured.ts';
import { startServerProcess } from './server-process.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    lines: { type: 'string', default: '10000' },
    rate: { type: 'string', default: '200' },
    destinations: { type: 'string', default: '50' },
    everywhere: { type: 'boolean', default: false },
  },
});
const [LINES, RATE, DESTINATIONS] = [Number(values.lines), Number(values.rate), Number(values.destinations)];
const TICK_MS = 10;
const P99_MS = 1_000;
const WANTED = { destinations: DESTINATIONS, everywhere: values.everywhere };
/** Deliveries, of all and of those that are not broken. */
const ALL = values.everywhere ? LINES * DESTINATIONS : LINES;
const TO_OTHERS = values.everywhere
  ? LINES * (DESTINATIONS - 2)
  : Array.from({ length: LINES }, (_, n) => n % DESTINATIONS).filter((at) => at > 1).length;

const database = await benchDatabase(positionals.includes('postgres') ? 'postgres' : 'sqlite');
const receiver = manyDestinations();
await receiver.start();
const engine = new FakeEngine(path.join(database.folder, 'docker.sock'), {});
await engine.start();
const web = engine.addContainer({ name: 'web' });
const server = await startServerProcess({
  ...{ ...database.settings, TOCSIN_DOCKER_HOST: `nas=${engine.url}` },
  ...{ TOCSIN_CONTAINER_EVENTS_PER_MINUTE: '0', TOCSIN_EGRESS_ALLOW: `127.0.0.1/32:${receiver.port}` },
});
await wantThem(server.admin, receiver, WANTED);
while (engine.openStreams < 2) await sleep(20);

const written: number[] = [];
const cpuBefore = await server.cpuMs();
const began = performance.now();
while (written.length < LINES) {
  const due = Math.min(LINES, Math.ceil(((performance.now() - began) / 1_000) * RATE));
  while (written.length < due) {
    const n = written.push(performance.now()) - 1;
    web.log('stdout', lineFor(n, DESTINATIONS), stampOfMilliseconds(Date.now()));
  }
  await sleep(TICK_MS);
}
const until = performance.now() + 60_000;
while ((await account(database.run)).delivered < TO_OTHERS && performance.now() < until) await sleep(200);

const { took, odd } = tookOf(receiver, written, WANTED);
const { events, delivered, pending, dead } = await account(database.run);
const [told, latencies] = [
  await server.metric('tocsin_deliveries_total'),
  await server.metric('tocsin_delivery_latency_seconds_count'),
];
const cpuMs = (await server.cpuMs()) - cpuBefore;
await server.stop();
await engine.stop();
await receiver.stop();
await database.remove();

console.log(
  `${LINES} lines, ${RATE} a second, ${values.everywhere ? 'each to all of' : 'one event each,'} ${DESTINATIONS} destinations of which one hangs and one fails`,
);
console.log(`on ${database.name}; to the others, in milliseconds:`);
for (const share of [0.5, 0.9, 0.99, 1])
  console.log(`  p${share * 100}`.padEnd(8) + quantile(took, share).toFixed(1).padStart(10));
console.log(`CPU of the server, from the line to the mark: ${(cpuMs / delivered).toFixed(2)} ms a delivery`);
console.log(`of the others lost or sent twice: ${odd.length}`);
console.log(
  `events ${events}; deliveries ${ALL} = delivered ${delivered} + pending ${pending} + dead ${dead}; attempts and deaths told ${told}, latencies told ${latencies}`,
);
const isWhole = events === LINES && delivered + pending + dead === ALL && delivered === TO_OTHERS && odd.length === 0;
if (!isWhole || latencies !== delivered || quantile(took, 0.99) > P99_MS) process.exitCode = 1;

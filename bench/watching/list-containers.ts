// What one page of the API costs that shows how containers are watched: 1,000 containers that are there and 10,000 that went lately or long ago.
// node bench/watching/list-containers.ts
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createCoverageSource } from '../../src/app/watching/shown/coverage-source.ts';
import { systemClock } from '../../src/core/clock.ts';
import { containerRoutes, workloadRoutes } from '../../src/http/resources/watching/containers.ts';
import { openStore } from '../../src/store/open-store.ts';
import { Coverage } from '../../src/tail/coverage/coverage.ts';
import { originKeeper } from '../../test/support/origin-keeper.ts';
import { sampleOrigin } from '../../test/support/origin-samples.ts';
import { recordStore } from '../../test/support/recorded-occurrences.ts';

const [THERE, GONE, ROUNDS] = [1_000, 10_000, 30];
const GAP = { reason: 'rotated', from: undefined, to: undefined } as const;

const dataDir = await mkdtemp(path.join(tmpdir(), 'tocsin-bench-'));
const { occurrences } = recordStore();
const store = await openStore({ dataDir, databaseUrl: undefined, clock: systemClock, occurrences, version: '1.0.0' });
const save = await originKeeper(store, ['docker:local']);
const coverage = new Coverage({ clock: systemClock });

const id = (n: number): string => n.toString(16).padStart(64, 'a');
const labels = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`org.example.label-${n}`, 'x'.repeat(60)]));
const origin = (n: number) =>
  sampleOrigin(id(n), { labels, workload: { kind: 'compose', name: `project/service-${n % 200}` } });
const position = { head: '{}', appended: new Uint8Array(20_000), appendedFrom: 0, keepFrom: 0 };
for (let n = 0; n < THERE; n++) {
  coverage.open(origin(n)).stands('following');
  for (let gaps = 0; gaps < 5; gaps++) coverage.open(origin(n)).gap(GAP);
}
for (let n = 0; n < THERE; n += 100)
  await save(...Array.from({ length: 100 }, (_, at) => ({ origin: origin(n + at), position, gaps: [GAP, GAP] })));
for (let n = 0; n < GONE; n += 500)
  await save(...Array.from({ length: 500 }, (_, at) => ({ origin: origin(THERE + n + at), gone: true })));

/** The routes as the server has them, with this instance or another watching; `ageMs`: how long ago the gone went. */
function routes(isOurs: boolean, ageMs: number) {
  const places = [
    {
      key: 'docker:local',
      coverage,
      isOurs,
      hasListed: true,
      outOfReach: undefined,
      details: () => undefined,
      joined: () => undefined,
    },
  ];
  const clock = { now: () => Date.now() + ageMs };
  const source = createCoverageSource({ places, known: store.watching.known, clock });
  return [...containerRoutes(source), ...workloadRoutes(source, store.events)];
}

async function measure(name: string, { isOurs, ageMs }: { isOurs: boolean; ageMs: number }, url: string) {
  const [wanted, query = ''] = url.split('?');
  const route = routes(isOurs, ageMs).find((one) => one.path === wanted);
  const input = { params: {}, body: undefined, query: Object.fromEntries(new URLSearchParams(query)) };
  const took: number[] = [];
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const begun = process.cpuUsage();
    const reply = await route?.run({
      ...input,
      principal: undefined,
      sessionToken: undefined,
      lastEventId: undefined,
    } as never);
    bytes = JSON.stringify(reply?.body).length;
    const { user, system } = process.cpuUsage(begun);
    took.push((user + system) / 1000);
  }
  const median = took.sort((a, b) => a - b)[ROUNDS >> 1] ?? 0;
  console.log(
    `${name.padEnd(62)} ${median.toFixed(1).padStart(7)} ms CPU ${(bytes / 1024).toFixed(0).padStart(6)} KiB`,
  );
}

const OLD = 2 * 3_600_000;
await measure('50 of 1,000 containers', { isOurs: true, ageMs: OLD }, '/api/containers');
await measure('500 of 1,000 containers', { isOurs: true, ageMs: OLD }, '/api/containers?limit=500');
await measure('50 of 1,000 that another instance watches', { isOurs: false, ageMs: OLD }, '/api/containers');
await measure('50 of 1,000, and of 5,000 that went within the hour', { isOurs: true, ageMs: 0 }, '/api/containers');
await measure(
  '50 of 200 workloads, with 10,000 containers gone long ago',
  { isOurs: true, ageMs: OLD },
  '/api/workloads',
);

await store.close();
await rm(dataDir, { recursive: true });

// How many events a second are stored, in commits as the tails' committer makes them: 5,000 events of 40 containers, with the standing of flood control
// and what was held back; with one trigger that takes every event, so that each is stored with a delivery, alone and while the index of words is written beside;
// and without any trigger. node bench/store/insert-events.ts [COMMITS=20]; PostgreSQL after SQLite where TOCSIN_TEST_POSTGRES_URL names a server.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { createEventIndexing } from '../../src/cluster/event-indexing.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { NewEvent } from '../../src/core/events/new-event.ts';
import { openStore } from '../../src/store/open-store.ts';
import { changeWith } from '../../test/support/event-samples.ts';
import { recordStore } from '../../test/support/recorded-occurrences.ts';

const COMMITS = Number(process.argv[2] ?? 20);
const [EVENTS, CONTAINERS, RULES] = [5_000, 40, 25];
const SEVERITIES = ['info', 'warn', 'error', 'error', 'critical'] as const;
const WORDS =
  'connection refused upstream timed out while reading response header from client request failed with status pool exhausted retry later worker'.split(
    ' ',
  );
const serverUrl = process.env.TOCSIN_TEST_POSTGRES_URL;

/** A number from 0 on, the same in every run. */
const seeded = (seed: number): number => (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 8) % 65_536;

function eventOf(n: number, container: number): NewEvent {
  const rule = seeded(n) % RULES;
  const words = Array.from({ length: 12 }, (_, at) => WORDS[seeded(n * 31 + at) % WORDS.length]);
  const id = container.toString(16).padStart(64, 'c');
  return {
    key: `docker/${id}/1/${1_700_000_000 + n}.000000001/${seeded(n).toString(16)}${n.toString(16)}/${rule}`,
    source: 'logscan',
    severity: SEVERITIES[rule % SEVERITIES.length] ?? 'error',
    message: `2026-01-01T00:00:00Z ${words.join(' ')} id=${n}`,
    metadata: {
      ...{
        workload_id: `w${container % 20}`,
        container_id: id,
        container_name: `shop-web-${container}`,
        host: 'local',
      },
      ...{
        rule_id: String(rule),
        rule_name: `rule number ${rule}`,
        stream: 'stdout',
        line_at: '2026-01-01T00:00:00.000Z',
      },
      ...{ captures: { $1: 'refused', status: '502' }, suppressed: n % 7 },
    },
    workloadId: `w${container % 20}`,
    ruleId: String(rule),
  };
}

function commitOf(nth: number) {
  const each = EVENTS / CONTAINERS;
  return Array.from({ length: CONTAINERS }, (_, container) => {
    const events = Array.from({ length: each }, (_, n) =>
      eventOf((nth * CONTAINERS + container) * each + n, container),
    );
    const lastOf = new Map(events.map(({ ruleId, key }) => [ruleId ?? '', key]));
    const rules = [...lastOf].map(([id, lastEvent]) => [
      id,
      { lastEvent, heldBack: 3, lastSeen: { seconds: nth, nanos: 0 } },
    ]);
    return changeWith(`c${container}`, events, Object.fromEntries(rules));
  });
}

/** A store that takes its turns. */
interface Contender {
  readonly name: string;
  turn(nth: number): Promise<void>;
  told(): string;
  close(): Promise<void>;
}

interface Manner {
  readonly databaseUrl: string | undefined;
  /** Every event goes through one trigger. */
  readonly isSent: boolean;
  /** The index of words is written beside. */
  readonly isIndexed: boolean;
}

async function contend(name: string, { databaseUrl, isSent, isIndexed }: Manner): Promise<Contender> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tocsin-bench-'));
  const { occurrences } = recordStore();
  const store = await openStore({ dataDir, databaseUrl, clock: systemClock, occurrences, version: '1.0.0' });
  const claim = { name: 'bench', pid: 1, hostname: 'here', heartbeatTimeout: 3_600 };
  const attempts = [
    await (await store.watching.leaseOf('docker:local')).tryAcquire(claim),
    await store.lease.tryAcquire(claim),
  ];
  const [fencing = 0, background = 0] = attempts.map((one) => (one.outcome === 'acquired' ? one.fencing : 0));
  const ledger = store.watching.ledger<NewEvent>({ fencingOf: () => fencing, writeEffects: store.events.writeEffects });
  const indexing = createEventIndexing({ store: store.eventIndexer, clock: systemClock });
  if (isSent)
    store.events.planDeliveries(
      () => ['1'],
      () => {},
    );
  const took: number[] = [];
  const holds: number[] = [];
  let [cpu, stored] = [0, 0];
  store.events.onStored((events) => {
    stored += events.length;
  });
  return {
    name,
    async turn(nth) {
      const origins = commitOf(nth);
      const over = new AbortController();
      const running = isIndexed ? indexing.run({ fencing: background, signal: over.signal }) : Promise.resolve();
      const hold = longestHold();
      const [begun, used] = [performance.now(), process.cpuUsage()];
      await ledger.commit({ origins, memories: [] });
      const [spent, { user, system }] = [performance.now() - begun, process.cpuUsage(used)];
      holds.push(await hold());
      over.abort();
      await running;
      if (nth === 0) return;
      took.push(spent);
      cpu += user + system;
    },
    told() {
      if (stored !== (COMMITS + 1) * EVENTS) throw new Error(`${stored} events are stored.`);
      const [times, held] = [took.toSorted((x, y) => x - y), holds.toSorted((x, y) => x - y)];
      const total = took.reduce((sum, one) => sum + one, 0);
      const figures = [
        `${Math.round((COMMITS * EVENTS * 1000) / total)} events/s (best commit ${Math.round((EVENTS * 1000) / (times[0] ?? 1))})`,
        `median commit ${times[COMMITS >> 1]?.toFixed(0)} ms`,
        `event loop held ${held[COMMITS >> 1]?.toFixed(0)} ms at the median, ${held.at(-1)?.toFixed(0)} ms at most`,
        `${(cpu / (COMMITS * EVENTS)).toFixed(1)} µs of CPU here an event`,
      ];
      return `${name.padEnd(31)} ${figures.join(', ')}`;
    },
    async close() {
      await store.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** For how long nothing else had its turn, at most, until it is asked. */
function longestHold(): () => Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  return async () => {
    await setTimeout(2);
    delays.disable();
    return delays.max / 1e6;
  };
}

/** They take turns, so that whatever else the machine does meets all of them. */
async function measure(contenders: readonly Contender[]): Promise<void> {
  for (let nth = 0; nth <= COMMITS; nth++) for (const one of contenders) await one.turn(nth);
  for (const one of contenders) {
    console.log(one.told());
    await one.close();
  }
}

const MANNERS = [
  { manner: 'a trigger', isSent: true, isIndexed: false },
  { manner: 'a trigger, indexing', isSent: true, isIndexed: true },
  { manner: 'no trigger', isSent: false, isIndexed: false },
] as const;

/** Each in a database of its own, all of one kind. */
async function contenders(kind: string, urlOf: (nth: number) => string | undefined): Promise<readonly Contender[]> {
  const all: Contender[] = [];
  for (const [nth, { manner, ...how }] of MANNERS.entries())
    all.push(await contend(`${kind}, ${manner}`, { databaseUrl: urlOf(nth), ...how }));
  return all;
}

await measure(await contenders('SQLite', () => undefined));
if (serverUrl !== undefined) {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  const nameOf = (nth: number): string => `tocsin_bench_insert_${nth}`;
  for (const nth of MANNERS.keys()) await client.query(`create database ${nameOf(nth)}`);
  try {
    await measure(await contenders('PostgreSQL', (nth) => new URL(`/${nameOf(nth)}`, serverUrl).href));
  } finally {
    for (const nth of MANNERS.keys()) await client.query(`drop database ${nameOf(nth)} with (force)`);
    await client.end();
  }
}

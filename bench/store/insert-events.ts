// How many events a second are stored, in commits as the tails' committer makes them: 5,000 events of 40 containers, with the standing of flood control
// and what was held back. node bench/store/insert-events.ts [COMMITS=20]; PostgreSQL beside SQLite where TOCSIN_TEST_POSTGRES_URL names a server.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
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

async function measure(name: string, databaseUrl: string | undefined): Promise<void> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tocsin-bench-'));
  const { occurrences } = recordStore();
  const store = await openStore({ dataDir, databaseUrl, clock: systemClock, occurrences, version: '1.0.0' });
  const lease = await store.watching.leaseOf('docker:local');
  const attempt = await lease.tryAcquire({ name: 'bench', pid: 1, hostname: 'here', heartbeatTimeout: 3_600 });
  const fencing = attempt.outcome === 'acquired' ? attempt.fencing : 0;
  const ledger = store.watching.ledger<NewEvent>({ fencingOf: () => fencing, writeEffects: store.events.writeEffects });
  let stored = 0;
  store.events.onStored((events) => {
    stored += events.length;
  });
  await ledger.commit({ origins: commitOf(0), memories: [] });
  const took: number[] = [];
  let cpu = 0;
  for (let nth = 1; nth <= COMMITS; nth++) {
    const origins = commitOf(nth);
    const [begun, used] = [performance.now(), process.cpuUsage()];
    await ledger.commit({ origins, memories: [] });
    took.push(performance.now() - begun);
    const { user, system } = process.cpuUsage(used);
    cpu += user + system;
  }
  if (stored !== (COMMITS + 1) * EVENTS) throw new Error(`${stored} events are stored.`);
  took.sort((a, b) => a - b);
  const total = took.reduce((sum, one) => sum + one, 0);
  const perSecond = Math.round((COMMITS * EVENTS * 1000) / total);
  const figures = [`median commit ${took[COMMITS >> 1]?.toFixed(0)} ms`, `slowest ${took.at(-1)?.toFixed(0)} ms`];
  const each = cpu / (COMMITS * EVENTS);
  console.log(
    `${name.padEnd(12)} ${perSecond} events/s, ${figures.join(', ')}, ${each.toFixed(1)} µs of CPU here an event`,
  );
  await store.close();
  await rm(dataDir, { recursive: true });
}

await measure('SQLite', undefined);
if (serverUrl !== undefined) {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  await client.query('create database tocsin_bench_events');
  try {
    await measure('PostgreSQL', new URL('/tocsin_bench_events', serverUrl).href);
  } finally {
    await client.query('drop database tocsin_bench_events with (force)');
    await client.end();
  }
}

// A store with a large event log, for measuring: events of 200 workloads and 40 rules within ninety days, some noisy and most quiet, from their numbers alone.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { systemClock } from '../../src/core/clock.ts';
import { SEVERITIES } from '../../src/core/severity.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { recordStore } from '../../test/support/recorded-occurrences.ts';

const [WORKLOADS, RULES] = [200, 40];
/** When the first event was stored. */
export const BEGIN = 1_700_000_000_000;
export const SPAN_MS = 90 * 24 * 3_600_000;

/** A few workloads and rules are noisy, most are not; the source of one event in a thousand is docker; a rule has one severity. All from the event's number. */
const mixed = (factor: string, most: number): string =>
  `(((n * ${factor}) / 65536) % 65536) * ((n * ${factor} / 4294967296) % 65536) / 65536 * ${most} / 65536`;
const docker = '(n * 7919) % 1000 = 0';
const rule = mixed('2654435761', RULES);
const severity = `((${rule}) % 4)`;
const filled = (events: number, numbers: string) => `insert into event_log
  (key, source, severity, message, metadata, workload_id, rule_id, class_id, series_id, held_back, created_at)
  select 'docker/' || n || '/1/1700000000.000000001/abcdef', source, severity,
    'request ' || n || ' failed with status ' || (400 + n % 200) || ' while reading from upstream' || case when n % 100003 = 0 then ' needle' else '' end,
    '{"container_id":"0123456789abcdef0123456789abcdef","stream":"stdout","suppressed":3,"captures":{"$1":"502"}}',
    'w' || w, case when is_docker = 1 then null else 'r' || r end, 1 + is_docker * 4 + s, 1 + w * ${RULES + 4} + case when is_docker = 1 then ${RULES} + s else r end, 0,
    ${BEGIN} + n * ${Math.floor(SPAN_MS / events)}
  from (select n, case when ${docker} then 1 else 0 end as is_docker, ${rule} as r, ${severity} as s, ${mixed('40503000017', WORKLOADS)} as w,
    case when ${docker} then 'docker' else 'logscan' end as source,
    case ${severity} when 0 then 'info' when 1 then 'warn' when 2 then 'error' else 'critical' end as severity from (${numbers}) as numbers) as made`;

const classes = ['logscan', 'docker'].flatMap((source) => SEVERITIES.map((one) => `('${source}', '${one}')`));
const series = Array.from({ length: WORKLOADS }, (_, w) =>
  Array.from({ length: RULES + 4 }, (_, r) =>
    r < RULES ? `(${1 + (r % 4)}, 'w${w}', 'r${r}')` : `(${5 + r - RULES}, 'w${w}', '')`,
  ),
).flat();

export interface FilledStore {
  readonly store: Store;
  /** Of the lease under which background tasks work. */
  readonly fencing: number;
  /** Closes it, and deletes everything. */
  dispose(): Promise<void>;
}

/** On the server that TOCSIN_TEST_POSTGRES_URL names when the kind is "postgres"; nothing is indexed yet. */
export async function filledStore(events: number, kind: string): Promise<FilledStore> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tocsin-bench-'));
  const serverUrl = kind === 'postgres' ? process.env.TOCSIN_TEST_POSTGRES_URL : undefined;
  const name = `tocsin_bench_${process.pid}`;
  const databaseUrl = serverUrl && new URL(`/${name}`, serverUrl).href;
  if (serverUrl) await onServer(serverUrl, `create database ${name}`);
  const { occurrences } = recordStore();
  const open = () => openStore({ dataDir, databaseUrl, clock: systemClock, occurrences, version: '1.0.0' });
  await (await open()).close();
  await (databaseUrl ? fillPostgres(databaseUrl, events) : fillSqlite(dataDir, events));
  const store = await open();
  const attempt = await store.lease.tryAcquire({ name: 'bench', pid: 1, hostname: 'here', heartbeatTimeout: 36_000 });
  return {
    store,
    fencing: attempt.outcome === 'acquired' ? attempt.fencing : 0,
    async dispose() {
      await store.close();
      await rm(dataDir, { recursive: true });
      if (serverUrl) await onServer(serverUrl, `drop database ${name} with (force)`);
    },
  };
}

/** Of so many times in milliseconds. */
export function spread(took: readonly number[]): string {
  const times = took.toSorted((a, b) => a - b);
  const at = (share: number) => (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(2);
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`;
}

const BEFORE = [
  `insert into event_classes (source, severity) values ${classes.join()}`,
  `insert into event_series (class_id, workload_id, rule_id) values ${series.join()}`,
];
const AFTER = ['insert into event_counts (block, events) select id / 4096, count(*) from event_log group by id / 4096'];

async function fillPostgres(databaseUrl: string, events: number): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  for (const text of BEFORE) await client.query(text);
  await client.query(filled(events, `select n::bigint as n from generate_series(1, ${events}) as n`));
  for (const text of AFTER) await client.query(text);
  await client.query('vacuum analyze event_log');
  await client.end();
}

async function fillSqlite(dataDir: string, events: number): Promise<void> {
  const db = new DatabaseSync(path.join(dataDir, 'tocsin.db'));
  db.exec('pragma synchronous = off; pragma cache_size = -1000000');
  for (const text of BEFORE) db.exec(text);
  const numbers = `with recursive n(n) as (select 1 union all select n + 1 from n where n < ${events}) select n from n`;
  db.exec(filled(events, numbers));
  for (const text of AFTER) db.exec(text);
  db.close();
}

async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}

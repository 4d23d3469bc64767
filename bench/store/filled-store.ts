// A store with a large event log, for measuring: events of many workloads and 40 rules within ninety days, some noisy and most quiet, and some that a hundred other
// programs sent; all from their numbers alone.
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

const [RULES, SENDERS] = [40, 100];
/** When the first event was stored. */
export const BEGIN = 1_700_000_000_000;
export const SPAN_MS = 90 * 24 * 3_600_000;

/** As long as an id is. */
export const workloadOf = (n: number): string => `workload${10_000_000 + n}`;
export const ruleOf = (n: number): string => String(1_000 + n);

/** A few workloads and rules are noisy, most are not. */
const mixed = (factor: string, most: number): string =>
  `(((n * ${factor}) / 65536) % 65536) * ((n * ${factor} / 4294967296) % 65536) / 65536 * ${most} / 65536`;
const rule = mixed('2654435761', RULES);
/** The source of one event in a thousand is docker; one in a thousand was sent by one of the other programs. A rule has one severity. */
const kind = 'case (n * 7919) % 1000 when 0 then 1 when 500 then 2 else 0 end';
const filled = (events: number, workloads: number, numbers: string) => `insert into event_log
  (key, source, severity, message, metadata, workload_id, rule_id, class_id, series_id, held_back, created_at)
  select 'docker/' || n || '/1/1700000000.000000001/abcdef',
    case kind when 0 then 'logscan' when 1 then 'docker' else 'sender-' || sender end,
    case s when 0 then 'info' when 1 then 'warn' when 2 then 'error' else 'critical' end,
    'request ' || n || ' failed with status ' || (400 + n % 200) || ' while reading from upstream' || case when n % 100003 = 0 then ' needle' else '' end,
    '{"container_id":"0123456789abcdef0123456789abcdef","stream":"stdout","suppressed":3,"captures":{"$1":"502"}}',
    case kind when 2 then null else 'workload' || (10000000 + w) end, case kind when 0 then '' || (1000 + r) else null end,
    case kind when 2 then 9 + sender * 4 + s else 1 + kind * 4 + s end,
    case kind when 2 then ${workloads * (RULES + 4) + 1} + sender * 4 + s when 1 then 1 + w * ${RULES + 4} + ${RULES} + s else 1 + w * ${RULES + 4} + r end,
    0, ${BEGIN} + n * ${Math.floor(SPAN_MS / events)}
  from (select n, ${kind} as kind, ${rule} as r, (${rule}) % 4 as s, ${mixed('40503000017', workloads)} as w, (n / 1000) % ${SENDERS} as sender
    from (${numbers}) as numbers) as made`;

const SENT = Array.from({ length: SENDERS }, (_, n) => `sender-${n}`);
const CLASSES = ['logscan', 'docker', ...SENT].flatMap((source) => SEVERITIES.map((one) => `('${source}', '${one}')`));

function seriesOf(workloads: number): readonly string[] {
  const ofWorkload = (w: number) =>
    Array.from({ length: RULES + 4 }, (_, r) =>
      r < RULES ? `(${1 + (r % 4)}, '${workloadOf(w)}', '${ruleOf(r)}')` : `(${5 + r - RULES}, '${workloadOf(w)}', '')`,
    );
  const sent = Array.from({ length: SENDERS * 4 }, (_, at) => `(${9 + at}, '', '')`);
  return [...Array.from({ length: workloads }, (_, w) => ofWorkload(w)).flat(), ...sent];
}

export interface FilledStore {
  readonly store: Store;
  /** Of the lease under which background tasks work. */
  readonly fencing: number;
  /** Closes it, and deletes everything. */
  dispose(): Promise<void>;
}

/** On the server that TOCSIN_TEST_POSTGRES_URL names when the kind is "postgres"; nothing is indexed yet. */
export function filledStore(events: number, kind: string, workloads = 200): Promise<FilledStore> {
  return storeOf(kind, [...before(workloads), filled(events, workloads, numbersOf(kind, events)), ...AFTER]);
}

/** The numbers from 1 on, as `n`. */
export const numbersOf = (kind: string, most: number): string =>
  kind === 'postgres'
    ? `select n::bigint as n from generate_series(1, ${most}) as n`
    : `with recursive n(n) as (select 1 union all select n + 1 from n where n < ${most}) select n from n`;

/** A new store in which these statements were run, past all its checks. */
export async function storeOf(kind: string, statements: readonly string[]): Promise<FilledStore> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tocsin-bench-'));
  const serverUrl = kind === 'postgres' ? process.env.TOCSIN_TEST_POSTGRES_URL : undefined;
  const name = `tocsin_bench_${process.pid}`;
  const databaseUrl = serverUrl && new URL(`/${name}`, serverUrl).href;
  if (serverUrl) await onServer(serverUrl, `create database ${name}`);
  const { occurrences } = recordStore();
  const open = () => openStore({ dataDir, databaseUrl, clock: systemClock, occurrences, version: '1.0.0' });
  await (await open()).close();
  await (databaseUrl ? fillPostgres(databaseUrl, statements) : fillSqlite(dataDir, statements));
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

const before = (workloads: number) => [
  `insert into event_classes (source, severity) values ${CLASSES.join()}`,
  `insert into event_series (class_id, workload_id, rule_id) values ${seriesOf(workloads).join()}`,
];
const AFTER = ['insert into event_counts (block, events) select id / 4096, count(*) from event_log group by id / 4096'];

async function fillPostgres(databaseUrl: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  for (const text of statements) await client.query(text);
  await client.query('vacuum analyze');
  // What the filling left to write is written now, not beside the measured pages.
  await client.query('checkpoint');
  await client.end();
}

async function fillSqlite(dataDir: string, statements: readonly string[]): Promise<void> {
  const db = new DatabaseSync(path.join(dataDir, 'tocsin.db'));
  db.exec('pragma synchronous = off; pragma cache_size = -1000000');
  for (const text of statements) db.exec(text);
  db.close();
}

async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}

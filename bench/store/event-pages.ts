// How long a page of events takes, for every combination of filters, and for searches: 5,000,000 events of 200 workloads and 40 rules, from a seed, on SQLite; on PostgreSQL
// where TOCSIN_TEST_POSTGRES_URL names a server and the second argument is "postgres". node bench/store/event-pages.ts [EVENTS=5000000] [sqlite|postgres]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { systemClock } from '../../src/core/clock.ts';
import type { EventFilter } from '../../src/core/events/event-query.ts';
import { SEVERITIES } from '../../src/core/severity.ts';
import { openStore } from '../../src/store/open-store.ts';
import { recordStore } from '../../test/support/recorded-occurrences.ts';

const EVENTS = Number(process.argv[2] ?? 5_000_000);
const KIND = process.argv[3] ?? 'sqlite';
const [WORKLOADS, RULES, ROUNDS] = [200, 40, 40];
const BEGIN = 1_700_000_000_000;
const SPAN_MS = 90 * 24 * 3_600_000;

/** A few workloads and rules are noisy, most are not; the source of one event in a thousand is docker; a rule has one severity. All from the event's number. */
const mixed = (factor: string, most: number): string =>
  `(((n * ${factor}) / 65536) % 65536) * ((n * ${factor} / 4294967296) % 65536) / 65536 * ${most} / 65536`;
const docker = '(n * 7919) % 1000 = 0';
const rule = mixed('2654435761', RULES);
const severity = `((${rule}) % 4)`;
const filled = (numbers: string) => `insert into event_log
  (key, source, severity, message, metadata, workload_id, rule_id, class_id, series_id, held_back, created_at)
  select 'docker/' || n || '/1/1700000000.000000001/abcdef', source, severity,
    'request ' || n || ' failed with status ' || (400 + n % 200) || ' while reading from upstream' || case when n % 100003 = 0 then ' needle' else '' end,
    '{"container_id":"0123456789abcdef0123456789abcdef","stream":"stdout","suppressed":3,"captures":{"$1":"502"}}',
    'w' || w, case when is_docker = 1 then null else 'r' || r end, 1 + is_docker * 4 + s, 1 + w * ${RULES + 4} + case when is_docker = 1 then ${RULES} + s else r end, 0,
    ${BEGIN} + n * ${Math.floor(SPAN_MS / EVENTS)}
  from (select n, case when ${docker} then 1 else 0 end as is_docker, ${rule} as r, ${severity} as s, ${mixed('40503000017', WORKLOADS)} as w,
    case when ${docker} then 'docker' else 'logscan' end as source,
    case ${severity} when 0 then 'info' when 1 then 'warn' when 2 then 'error' else 'critical' end as severity from (${numbers}) as numbers) as made`;

const classes = ['logscan', 'docker'].flatMap((source) => SEVERITIES.map((one) => `('${source}', '${one}')`));
const series = Array.from({ length: WORKLOADS }, (_, w) =>
  Array.from({ length: RULES + 4 }, (_, r) =>
    r < RULES ? `(${1 + (r % 4)}, 'w${w}', 'r${r}')` : `(${5 + r - RULES}, 'w${w}', '')`,
  ),
).flat();

const dataDir = await mkdtemp(path.join(tmpdir(), 'tocsin-bench-'));
const serverUrl = process.env.TOCSIN_TEST_POSTGRES_URL;
const databaseUrl = KIND === 'postgres' && serverUrl ? new URL('/tocsin_bench_pages', serverUrl).href : undefined;
await onServer('create database tocsin_bench_pages');
const { occurrences } = recordStore();
const open = () => openStore({ dataDir, databaseUrl, clock: systemClock, occurrences, version: '1.0.0' });
await (await open()).close();
await fill();
const store = await open();

const filters: Readonly<Record<string, EventFilter>> = {
  nothing: {},
  'one severity': { severities: ['critical'] },
  'three severities': { severities: ['info', 'warn', 'critical'] },
  'a rare source': { sources: ['docker'] },
  'a rare source, one severity': { sources: ['docker'], severities: ['warn'] },
  'a quiet workload': { workloadId: 'w199' },
  'a noisy workload': { workloadId: 'w0' },
  'a noisy workload, a rare source': { workloadId: 'w0', sources: ['docker'] },
  'a noisy workload, two severities': { workloadId: 'w0', severities: ['error', 'critical'] },
  'a rule': { ruleId: 'r0' },
  'a quiet rule': { ruleId: 'r39' },
  'a rule, a severity that it never had': { ruleId: 'r0', severities: ['critical'] },
  'a quiet rule in a noisy workload': { ruleId: 'r39', workloadId: 'w0' },
  'all at once': { ruleId: 'r5', workloadId: 'w3', severities: ['warn', 'error'], sources: ['logscan'] },
};
const spans: Readonly<Record<string, EventFilter>> = {
  'any time': {},
  'a day long ago': { from: BEGIN + SPAN_MS / 3, to: BEGIN + SPAN_MS / 3 + 24 * 3_600_000 },
};
for (const [name, filter] of Object.entries(filters))
  for (const [when, span] of Object.entries(spans)) await measure(`${name}, ${when}`, { ...filter, ...span });

const searches: Readonly<Record<string, EventFilter>> = {
  'a word of all': { text: 'failed' },
  'a beginning of all': { text: 'f' },
  'a beginning of many words': { text: '1' },
  'two words of all': { text: 'failed upstream' },
  'a rare word': { text: 'needle' },
  'a rare word with one of all': { text: 'needle fail' },
  'one event': { text: `request ${Math.floor(EVENTS / 3)}` },
  'a word that is nowhere': { text: 'nothing' },
  'two words that never meet': { text: '401 402' },
  'a word of all, a quiet workload': { text: 'failed', workloadId: 'w199' },
  'a rare word, a noisy workload': { text: 'needle', workloadId: 'w0' },
  'a word of all, a rare source': { text: 'failed', sources: ['docker'], severities: ['warn'] },
};
await indexAll();
for (const [name, filter] of Object.entries(searches))
  for (const [when, span] of Object.entries(spans)) await measureSearch(`"${name}", ${when}`, { ...filter, ...span });
await store.close();
await rm(dataDir, { recursive: true });
await onServer('drop database tocsin_bench_pages with (force)');

async function measure(name: string, filter: EventFilter): Promise<void> {
  const took: number[] = [];
  let [items, cursor]: [number, string | undefined] = [0, undefined];
  for (let round = 0; round < ROUNDS; round++) {
    const begun = performance.now();
    const page = await store.events.listEvents(filter, { limit: 50, cursor });
    took.push(performance.now() - begun);
    items += page.items.length;
    cursor = page.nextCursor ?? undefined;
  }
  took.sort((a, b) => a - b);
  const [median, p95] = [took[ROUNDS >> 1] ?? 0, took[Math.floor(ROUNDS * 0.95)] ?? 0];
  console.log(
    `${name.padEnd(60)} median ${median.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms, ${Math.round(items / ROUNDS)} events`,
  );
}

/** As the background task does it, without its rests. */
async function indexAll(): Promise<void> {
  const attempt = await store.lease.tryAcquire({ name: 'bench', pid: 1, hostname: 'here', heartbeatTimeout: 36_000 });
  const fencing = attempt.outcome === 'acquired' ? attempt.fencing : 0;
  const [took, used]: [number[], NodeJS.CpuUsage] = [[], process.cpuUsage()];
  for (;;) {
    const begun = performance.now();
    if (!(await store.eventIndexer.indexNext(fencing))) break;
    took.push(performance.now() - begun);
  }
  const { user, system } = process.cpuUsage(used);
  const total = took.reduce((sum, one) => sum + one, 0);
  const figures = [
    `${((total * 1000) / EVENTS).toFixed(1)} µs an event`,
    `CPU here ${((user + system) / EVENTS).toFixed(1)} µs`,
  ];
  console.log(`indexed: ${figures.join(', ')}, a step ${spread(took)}`);
}

/** Pages one after the other, until there are no more or forty were read. */
async function measureSearch(name: string, filter: EventFilter): Promise<void> {
  const took: number[] = [];
  let [items, partial, cursor]: [number, number, string | null | undefined] = [0, 0, undefined];
  while (took.length < ROUNDS && cursor !== null) {
    const begun = performance.now();
    const page = await store.events.listEvents(filter, { limit: 50, cursor });
    took.push(performance.now() - begun);
    items += page.items.length;
    if (page.isPartial) partial++;
    cursor = page.nextCursor;
  }
  const all = `${items} events on ${took.length} pages, ${partial} of them partial`;
  console.log(`${name.padEnd(60)} ${spread(took)}, ${all}${cursor === null ? '' : ', and more'}`);
}

function spread(took: number[]): string {
  took.sort((a, b) => a - b);
  const at = (share: number) => (took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0).toFixed(2);
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`;
}

async function fill(): Promise<void> {
  const before = [
    `insert into event_classes (source, severity) values ${classes.join()}`,
    `insert into event_series (class_id, workload_id, rule_id) values ${series.join()}`,
  ];
  if (databaseUrl !== undefined) {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    for (const text of before) await client.query(text);
    await client.query(filled(`select n::bigint as n from generate_series(1, ${EVENTS}) as n`));
    await client.query('vacuum analyze event_log');
    await client.end();
    return;
  }
  const db = new DatabaseSync(path.join(dataDir, 'tocsin.db'));
  db.exec('pragma synchronous = off; pragma cache_size = -1000000');
  for (const text of before) db.exec(text);
  db.exec(
    filled(`with recursive n(n) as (select 1 union all select n + 1 from n where n < ${EVENTS}) select n from n`),
  );
  db.close();
}

async function onServer(statement: string): Promise<void> {
  if (databaseUrl === undefined) return;
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}

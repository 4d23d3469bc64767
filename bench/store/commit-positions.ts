// What it takes to save how far 20,000 files were read: all of them for the first time, all again without and with events, a hundred of them, and to load them
// as a start does; with the longest time for which nothing else had its turn. node bench/store/commit-positions.ts [FILES=20000]; PostgreSQL after SQLite where
// TOCSIN_TEST_POSTGRES_URL names a server.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { systemClock } from '../../src/core/clock.ts';
import type { NewEvent } from '../../src/core/events/new-event.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { settleRound } from '../../src/tail/commit/commit-round.ts';
import { MOST_EFFECTS } from '../../src/tail/commit/committer.ts';
import { collectGarbage } from '../../test/support/collect-garbage.ts';
import { sampleEvent } from '../../test/support/event-samples.ts';
import { filesRead } from '../../test/support/files/files-read.ts';
import { recordStore } from '../../test/support/recorded-occurrences.ts';

const FILES = Number(process.argv[2] ?? 20_000);
const EVENTS = Math.min(5_000, FILES);
const ROUNDS = 5;
/** Who gave what is committed does nothing here. */
const MEMBER = { source: 'file:local', take: () => undefined, committed: () => undefined, refused: () => undefined };
const COMMITTED = { outcome: 'committed' } as const;
const serverUrl = process.env.TOCSIN_TEST_POSTGRES_URL;

/** What it takes: the median of the rounds, the CPU of all threads, and the most CPU between two turns of the event loop, which what else the machine does cannot lengthen. */
async function timed(what: string, rounds: number, prepare: () => () => Promise<unknown>): Promise<void> {
  const took: number[] = [];
  let [held, cpu] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    const work = prepare();
    await setTimeout(10);
    const before = process.cpuUsage();
    const hold = longestHold();
    const began = performance.now();
    await work();
    took.push(performance.now() - began);
    held = Math.max(held, hold());
    const { user, system } = process.cpuUsage(before);
    cpu += (user + system) / rounds / 1000;
  }
  const median = took.sort((one, other) => one - other)[rounds >> 1] ?? 0;
  const figures = [median, cpu, held].map((ms) => ms.toFixed(0).padStart(12)).join('');
  console.log(what.padEnd(44), figures);
}

/** In ms, until it is asked. */
function longestHold(): () => number {
  let [over, longest, last] = [false, 0, threadMs()];
  const turn = (): void => {
    const now = threadMs();
    longest = Math.max(longest, now - last);
    last = now;
    if (!over) setImmediate(turn);
  };
  setImmediate(turn);
  return () => {
    over = true;
    turn();
    return longest;
  };
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

async function ledgerOf(store: Store) {
  const lease = await store.watching.leaseOf('file:local');
  const attempt = await lease.tryAcquire({ name: 'bench', pid: 1, hostname: 'here', heartbeatTimeout: 3_600 });
  const fencing = attempt.outcome === 'acquired' ? attempt.fencing : 0;
  return store.watching.ledger<NewEvent>({ fencingOf: () => fencing, writeEffects: store.events.writeEffects });
}

async function measure(kind: string, databaseUrl: string | undefined): Promise<void> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tocsin-bench-'));
  const { occurrences } = recordStore();
  const open = () => openStore({ dataDir, databaseUrl, clock: systemClock, occurrences, version: '1.0.0' });
  const store = await open();
  const ledger = await ledgerOf(store);
  const event = (key: string): NewEvent => sampleEvent(key);
  let read = 0;
  const save = (count: number, events: number) => () => {
    read++;
    const origins = filesRead(count, read).map((change, n) => ({
      ...change,
      effects: n < events ? [event(`${change.origin.key}/${read}`)] : [],
    }));
    return () =>
      settleRound(
        { parts: origins.map((change) => ({ member: MEMBER, change })), memories: [] },
        { mostEffects: MOST_EFFECTS, commit: async (commit) => ledger.commit(commit).then(() => COMMITTED) },
      );
  };
  await collectGarbage();
  const before = process.memoryUsage().heapUsed;
  await timed(`${kind}, ${FILES} for the first time`, 1, save(FILES, 0));
  await collectGarbage();
  const more = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  await timed(`${kind}, ${FILES} again`, ROUNDS, save(FILES, 0));
  await timed(`${kind}, ${FILES} again with ${EVENTS} events`, ROUNDS, save(FILES, EVENTS));
  await timed(`${kind}, a hundred of them`, ROUNDS, save(100, 0));
  console.log(`${kind}, remembered of ${FILES}`.padEnd(44), `${more.toFixed(1)} MiB`.padStart(12));
  await store.close();
  const again = await open();
  const next = await ledgerOf(again);
  await timed(`${kind}, ${FILES} loaded`, ROUNDS, () => () => next.load('file:local'));
  await again.close();
  await rm(dataDir, { recursive: true });
}

console.log(''.padEnd(44), ['median ms', 'CPU ms', 'held ms'].map((head) => head.padStart(12)).join(''));
await measure('SQLite', undefined);
if (serverUrl !== undefined) {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  await client.query('create database tocsin_bench_positions');
  try {
    await measure('PostgreSQL', new URL('/tocsin_bench_positions', serverUrl).href);
  } finally {
    await client.query('drop database tocsin_bench_positions with (force)');
    await client.end();
  }
}

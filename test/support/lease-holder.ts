// One instance of several on one database, with the clock of a badly kept machine:
// node test/support/lease-holder.ts DATABASE_URL NAME TTL_SECONDS HEARTBEAT_SECONDS CLOCK_OFFSET_SECONDS
// It says on standard output what happens to its lease, and how the writes end that it tries all the time, whether it may or not.
import { hostname } from 'node:os';
import type { BackgroundTask } from '../../src/cluster/background-task.ts';
import { Lease } from '../../src/cluster/lease.ts';
import { type Clock, systemClock } from '../../src/core/clock.ts';
import { isTocsinError } from '../../src/core/errors.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { LeaseOccurrences } from '../../src/telemetry/occurrences/lease.ts';
import { recordStore } from './recorded-occurrences.ts';

const [databaseUrl = '', name = '', ttl, heartbeat, offset] = process.argv.slice(2);
const clock: Clock = { ...systemClock, now: () => Date.now() + Number(offset) * 1000 };
const { occurrences } = recordStore();
const store = await openStore({ dataDir: '', databaseUrl, clock, occurrences, version: '1.0.0' });
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const told: LeaseOccurrences = {
  acquired: ({ fencing }) => say(`acquired ${fencing}`),
  heldByOther: ({ pid }) => say(`held by ${pid}`),
  staleOverwritten: ({ pid }) => say(`overwrote ${pid}`),
  heartbeatLost: ({ reason }) => say(`lost ${reason}`),
  released: ({ fencing }) => say(`released ${fencing}`),
  releaseMismatched: ({ fencing }) => say(`mismatch ${fencing}`),
  taskFailed: ({ error }) => say(`failed ${error}`),
};

/** A task that is deaf to its signal: it writes on with its first fencing number for ever, as a bug would. Only the store can stop it. */
const deaf: BackgroundTask = {
  name: 'deaf',
  async run({ fencing }) {
    // It is begun again whenever it has ended, and ends at once: more and more of it would keep the row locked, one behind the other, for whoever wants it.
    if (!deafTo.has(fencing)) void writeOn(fencing);
    deafTo.add(fencing);
  },
};
const deafTo = new Set<number>();

async function writeOn(fencing: number): Promise<never> {
  for (;;) {
    const outcome = await store.housekeeping.pruneAudit(fencing, { before: 0, keepRows: 1_000, limit: 1 }).then(
      () => 'wrote',
      (error) => (isTocsinError(error) ? error.code : 'a raw error'),
    );
    say(`${outcome} ${fencing}`);
    await systemClock.sleep(20);
  }
}

const lease = new Lease({
  store: store.lease,
  clock,
  ttlSeconds: Number(ttl),
  heartbeatSeconds: Number(heartbeat),
  identity: { name, pid: process.pid, hostname: hostname() },
  occurrences: told,
  tasks: [deaf],
});
await lease.run(stop.signal);
process.exit(0);

// How long others wait while old events are deleted: each step of it, with and without the writing of an event beside, from an event log that is indexed.
// node bench/store/prune-events.ts [EVENTS=300000] [sqlite|postgres] [number|age]; the server is the one that TOCSIN_TEST_POSTGRES_URL names.
import { setTimeout } from 'node:timers/promises';
import { sampleEvent } from '../../test/support/event-samples.ts';
import { BEGIN, filledStore, SPAN_MS, spread } from './filled-store.ts';

const EVENTS = Number(process.argv[2] ?? 300_000);
/** As housekeeping does it. */
const [BATCH, PAUSE_MS] = [200, 5];
/** Two thirds of them go. */
const bound =
  process.argv[4] === 'age'
    ? { before: BEGIN + (SPAN_MS * 2) / 3, keepRows: 2 * EVENTS }
    : { before: 0, keepRows: Math.floor(EVENTS / 3) };
const { store, fencing, dispose } = await filledStore(EVENTS, process.argv[3] ?? 'sqlite');

while (await store.eventIndexer.indexNext(fencing));
const before = await appends(() => setTimeout(PAUSE_MS));
const steps: number[] = [];
const cpu: number[] = [];
const beside = await appends(async () => {
  const [begun, used] = [performance.now(), process.cpuUsage()];
  await store.housekeeping.pruneEvents(fencing, { ...bound, limit: BATCH });
  const { user, system } = process.cpuUsage(used);
  steps.push(performance.now() - begun);
  cpu.push((user + system) / 1000);
  await setTimeout(PAUSE_MS);
});
console.log(`a step of ${BATCH}: ${spread(steps)}`);
console.log(`  CPU here, with what was stored meanwhile: ${spread(cpu)}`);
console.log(`an event stored without: ${spread(before)}`);
console.log(`an event stored beside: ${spread(beside)}`);
await dispose();

/** Stores an event every few milliseconds while this is done again and again, and gives how long each took. */
async function appends(work: () => Promise<unknown>): Promise<readonly number[]> {
  const took: number[] = [];
  let over = false;
  const writing = (async () => {
    while (!over) {
      const begun = performance.now();
      await store.events.append([sampleEvent(`beside ${begun}`)]);
      took.push(performance.now() - begun);
      await setTimeout(PAUSE_MS);
    }
  })();
  for (let times = 0; times < 300; times++) await work();
  over = true;
  await writing;
  return took;
}

// How long the counts of a histogram take, part by part, for filters that are not counted beforehand: events of 200 workloads and 40 rules within ninety days, on SQLite; on PostgreSQL
// where TOCSIN_TEST_POSTGRES_URL names a server and the second argument is "postgres". node bench/store/event-counts.ts [EVENTS=2000000] [sqlite|postgres]
import type { EventFilter } from '../../src/core/events/event-query.ts';
import { BEGIN, filledStore, ruleOf, SPAN_MS, spread, workloadOf } from './filled-store.ts';

const EVENTS = Number(process.argv[2] ?? 2_000_000);
const DAY_MS = 24 * 3_600_000;
/** As many as a page reads of one count. */
const MOST_PARTS = 40;
const { store, fencing, dispose } = await filledStore(EVENTS, process.argv[3] ?? 'sqlite');
while (await store.eventIndexer.indexNext(fencing));

const filters: Readonly<Record<string, EventFilter>> = {
  'a common source': { sources: ['logscan'] },
  'a rare source': { sources: ['docker'] },
  'three sources, one severity': { sources: ['logscan', 'docker', 'sender-7'], severities: ['info'] },
  'a noisy workload': { workloadId: workloadOf(0) },
  'a quiet workload': { workloadId: workloadOf(199) },
  'a noisy rule': { ruleId: ruleOf(0) },
  'a noisy workload and rule': { workloadId: workloadOf(0), ruleId: ruleOf(0) },
  'a word of all': { text: 'failed' },
  'a rare word': { text: 'needle' },
  'a word of all, a quiet workload': { text: 'failed', workloadId: workloadOf(199) },
};
const end = BEGIN + SPAN_MS;
const spans = {
  'a day': { from: end - DAY_MS, to: end, step: 30 },
  'thirty days': { from: end - 30 * DAY_MS, to: end, step: 720 },
};
for (const [name, filter] of Object.entries(filters))
  for (const [length, span] of Object.entries(spans)) await measure(`${name}, ${length}`, filter, span);
await dispose();

async function measure(name: string, filter: EventFilter, span: (typeof spans)['a day']): Promise<void> {
  const took: number[] = [];
  let [events, cursor]: [number, string | null | undefined] = [0, undefined];
  while (cursor !== null && took.length < MOST_PARTS) {
    const begun = performance.now();
    const part = await store.events.countEvents({ filter, span, cursor });
    took.push(performance.now() - begun);
    for (const { counts } of part.steps) events += counts.info + counts.warn + counts.error + counts.critical;
    cursor = part.nextCursor;
  }
  const end = cursor === null ? 'all' : 'not all';
  console.log(`${name.padEnd(46)} ${end}, ${events} events in ${took.length} parts, ${spread(took)}`);
}

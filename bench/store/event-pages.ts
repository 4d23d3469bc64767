// How long a page of events takes, for every combination of filters, and for searches: 5,000,000 events of 200 workloads and 40 rules, from a seed, on SQLite; on PostgreSQL
// where TOCSIN_TEST_POSTGRES_URL names a server and the second argument is "postgres". node bench/store/event-pages.ts [EVENTS=5000000] [sqlite|postgres]
import type { EventFilter } from '../../src/core/events/event-query.ts';
import { BEGIN, filledStore, SPAN_MS, spread } from './filled-store.ts';

const EVENTS = Number(process.argv[2] ?? 5_000_000);
const ROUNDS = 40;
const { store, fencing, dispose } = await filledStore(EVENTS, process.argv[3] ?? 'sqlite');

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
  'a rule, its severity': { ruleId: 'r0', severities: ['info'] },
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
await dispose();

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
  console.log(`${name.padEnd(60)} ${spread(took)}, ${Math.round(items / ROUNDS)} events`);
}

/** As the background task does it, without its rests. */
async function indexAll(): Promise<void> {
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

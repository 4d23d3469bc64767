// How long a page of events takes, for every combination of filters, and for searches: 5,000,000 events of 200 workloads (or more) and 40 rules, from a seed, on SQLite; on PostgreSQL
// where TOCSIN_TEST_POSTGRES_URL names a server and the second argument is "postgres". node bench/store/event-pages.ts [EVENTS=5000000] [sqlite|postgres] [WORKLOADS=200]
import type { EventFilter } from '../../src/core/events/event-query.ts';
import { quantile } from '../delivery/measured.ts';
import { BEGIN, filledStore, ruleOf, SPAN_MS, spread, workloadOf } from './filled-store.ts';

const EVENTS = Number(process.argv[2] ?? 5_000_000);
const WORKLOADS = Number(process.argv[4] ?? 200);
const ROUNDS = 60;
/** Of each, before any is measured: a server that has just begun is slower for a moment, whatever it is asked. */
const WARM_ROUNDS = 4;
/** What a page may take, of each combination nineteen times in twenty. */
const GOAL_MS = 5;
const { store, fencing, dispose } = await filledStore(EVENTS, process.argv[3] ?? 'sqlite', WORKLOADS);

type Choices = Readonly<Record<string, EventFilter>>;

/** One of each, in every combination. */
const severities: Choices = {
  'any severity': {},
  'one severity': { severities: ['info'] },
  'another one': { severities: ['critical'] },
  'three severities': { severities: ['warn', 'error', 'critical'] },
};
const sources: Choices = {
  'any source': {},
  'a rare source': { sources: ['docker'] },
  'a common source': { sources: ['logscan'] },
  'three sources': { sources: ['logscan', 'docker', 'sender-7'] },
};
const workloads: Choices = {
  'any workload': {},
  'a noisy workload': { workloadId: workloadOf(0) },
  'a quiet workload': { workloadId: workloadOf(WORKLOADS - 1) },
};
const rules: Choices = {
  'any rule': {},
  'a noisy rule': { ruleId: ruleOf(0) },
  'a quiet rule': { ruleId: ruleOf(39) },
};
const spans: Choices = {
  'any time': {},
  'a day long ago': { from: BEGIN + SPAN_MS / 3, to: BEGIN + SPAN_MS / 3 + 24 * 3_600_000 },
};

function combined(dimensions: readonly Choices[]): readonly (readonly [string, EventFilter])[] {
  const [first, ...rest] = dimensions;
  if (first === undefined) return [['', {}]];
  return Object.entries(first).flatMap(([name, filter]) =>
    combined(rest).map(([others, more]) => [others ? `${name}, ${others}` : name, { ...filter, ...more }] as const),
  );
}

const courses = combined([severities, sources, workloads, rules, spans]).map(courseOf);
for (let round = 0; round < WARM_ROUNDS; round++)
  for (const course of courses) await readPage(courseOf([course.name, course.filter]));
for (let round = 0; round < ROUNDS; round++) for (const course of courses) await readPage(course);
const measured = courses.map(measuredOf);
measured.sort((a, b) => b.p95 - a.p95);
for (const { told } of measured.slice(0, 12)) console.log(told);
const within = (of: (one: Measured) => number) => measured.filter((one) => of(one) <= GOAL_MS).length;
console.log(
  `Of ${measured.length} combinations ${within(({ p95 }) => p95)} within ${GOAL_MS} ms at p95 by the clock, ${within(({ usedP95 }) => usedP95)} by time of the processor here; above are the slowest.\n`,
);

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
  'a word of all, a quiet workload': { text: 'failed', workloadId: workloadOf(WORKLOADS - 1) },
  'a rare word, a noisy workload': { text: 'needle', workloadId: workloadOf(0) },
  'a word of all, a rare source': { text: 'failed', sources: ['docker'], severities: ['warn'] },
};
await indexAll();
for (const [name, filter] of Object.entries(searches))
  for (const [when, span] of Object.entries(spans)) await measureSearch(`"${name}", ${when}`, { ...filter, ...span });
await dispose();

interface Course {
  readonly name: string;
  readonly filter: EventFilter;
  readonly took: number[];
  readonly used: number[];
  items: number;
  cursor: string | undefined;
}

interface Measured {
  readonly told: string;
  readonly p95: number;
  /** Of the processor, in this process: on SQLite that is all of it, whatever else the machine does. */
  readonly usedP95: number;
}

function courseOf([name, filter]: readonly [string, EventFilter]): Course {
  return { name, filter, took: [], used: [], items: 0, cursor: undefined };
}

/** The next page of it, or the newest again behind the last. The combinations take turns, so that what happens now and then in this process comes to all of them alike. */
async function readPage(course: Course): Promise<void> {
  const [begun, before] = [performance.now(), process.cpuUsage()];
  const page = await store.events.listEvents(course.filter, { limit: 50, cursor: course.cursor });
  course.took.push(performance.now() - begun);
  const { user, system } = process.cpuUsage(before);
  course.used.push((user + system) / 1_000);
  course.items += page.items.length;
  course.cursor = page.nextCursor ?? undefined;
}

function measuredOf({ name, took, used, items }: Course): Measured {
  const [p95, usedP95] = [quantile(took, 0.95), quantile(used, 0.95)];
  const told = `${name.padEnd(80)} ${spread(took)}, CPU here p95 ${usedP95.toFixed(2)} ms, ${Math.round(items / ROUNDS)} events`;
  return { told, p95, usedP95 };
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

/** Pages one after the other, until there are no more or sixty were read. */
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

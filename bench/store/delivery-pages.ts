// How long a page of deliveries takes, for every combination of state, trigger and event: 1,000,000 deliveries of 22 triggers, once as they lie when all goes well,
// once after an outage, when what is delivered, dead and pending lies apart. On SQLite; on PostgreSQL where TOCSIN_TEST_POSTGRES_URL names a server and the second
// argument is "postgres". node bench/store/delivery-pages.ts [DELIVERIES=1000000] [sqlite|postgres]
import { DELIVERY_STATES } from '../../src/core/deliveries/delivery.ts';
import type { DeliveryFilter } from '../../src/store/deliveries/delivery-pages.ts';
import { numbersOf, spread, storeOf } from './filled-store.ts';

const DELIVERIES = Number(process.argv[2] ?? 1_000_000);
const KIND = process.argv[3] ?? 'sqlite';
const ROUNDS = 40;
/** What a page may take, of each combination nineteen times in twenty. */
const GOAL_MS = 5;

/** Trigger 21 sends next to nothing, and 22 failed but for its first days; the others have the same share. */
const trigger = "case when n % 9973 = 0 then '21' when n % 20 = 7 then '22' else '' || (n % 20 + 1) end";
const MIXES: Readonly<Record<string, string>> = {
  'all goes well': `case when n > ${DELIVERIES - 50} then 'pending' when n % 997 = 0 then 'dead' else 'delivered' end`,
  'after an outage': `case when n % 20 = 7 then case when n < 2000 then 'delivered' else 'dead' end
    when n < ${DELIVERIES * 0.5} then 'delivered' when n < ${DELIVERIES * 0.8} then 'dead' else 'pending' end`,
};
const ATTEMPTS = JSON.stringify([
  {
    at: 1_700_000_000_000,
    durationMs: 12,
    outcome: 'delivered',
    status: 200,
    reason: 'accepted',
    words: 'It was answered with 200.',
  },
]);
const filled = (state: string): string => `insert into deliveries
  (event_id, trigger_id, state, pending_since, due_at, attempt, attempts, death, ended_at)
  select n, ${trigger}, ${state}, 1700000000000 + n, 1700000000000 + n, 1, '${ATTEMPTS}', null, null
  from (${numbersOf(KIND, DELIVERIES)}) as numbers`;

const states = [undefined, ...DELIVERY_STATES];
const triggers = [undefined, '3', '21', '22', '404'];
const events = [undefined, String(DELIVERIES / 2)];

for (const [mix, state] of Object.entries(MIXES)) {
  const { store, dispose } = await storeOf(KIND, [filled(state)]);
  const measured: { readonly told: string; readonly p95: number }[] = [];
  for (const eventId of events)
    for (const triggerId of triggers)
      for (const one of states) measured.push(await measure({ state: one, triggerId, eventId }));
  measured.sort((a, b) => b.p95 - a.p95);
  console.log(`${mix}:`);
  for (const { told } of measured.slice(0, 6)) console.log(`  ${told}`);
  const within = measured.filter(({ p95 }) => p95 <= GOAL_MS).length;
  console.log(`  ${within} of ${measured.length} combinations within ${GOAL_MS} ms at p95; above are the slowest.\n`);
  if (within < measured.length) process.exitCode = 1;

  /** Pages one after the other, from the newest again behind the last. */
  async function measure(filter: DeliveryFilter) {
    const took: number[] = [];
    let cursor: string | undefined;
    for (let round = 0; round < ROUNDS; round++) {
      const begun = performance.now();
      const page = await store.deliveries.listDeliveries(filter, { limit: 50, cursor });
      took.push(performance.now() - begun);
      cursor = page.nextCursor ?? undefined;
    }
    const p95 = took.toSorted((a, b) => a - b)[Math.floor(ROUNDS * 0.95)] ?? 0;
    const name = Object.entries(filter).flatMap(([key, value]) => (value === undefined ? [] : [`${key} ${value}`]));
    return { told: `${(name.join(', ') || 'all').padEnd(50)} ${spread(took)}`, p95 };
  }
  await dispose();
}

// What the tests of the outbox do with it.
import type { Delivery } from '../../src/core/deliveries/delivery.ts';
import type { ClaimedDelivery, DeliveryMark } from '../../src/core/deliveries/delivery-work.ts';
import type { Store } from '../../src/store/store.ts';
import type { DeliveryStore } from '../../src/triggers/dispatch/delivery-store.ts';
import { sampleNote } from './account-samples.ts';

/** The compiler checks here that the store fulfils the port. */
const outboxOf = (store: Store): DeliveryStore => store.deliveries;
export const note = sampleNote('deliveries_retried');
export const NONE: ReadonlySet<string> = new Set();
export const START = Date.parse('2026-01-01T00:00:00Z');

export const claim = (store: Store, triggerId: string, changes: Partial<Parameters<DeliveryStore['claim']>[0]> = {}) =>
  outboxOf(store).claim({ triggerId, limit: 100, now: START + 1_000, newestFirst: false, except: NONE, ...changes });

export const markOf = (delivery: ClaimedDelivery, changes: Partial<DeliveryMark> = {}): DeliveryMark => ({
  ...{ id: delivery.id, claim: delivery.claim, state: 'delivered', dueAt: START, waitMs: 0, attemptCount: 1 },
  attempts: [
    { at: START, durationMs: 5, outcome: 'delivered', status: 204, reason: 'accepted', words: 'It was taken.' },
  ],
  ...{ death: null, endedAt: START + 5 },
  ...changes,
});

/** Gives the ids of those that counted. */
export const mark = async (store: Store, ...marks: readonly DeliveryMark[]): Promise<ReadonlySet<string>> =>
  (await outboxOf(store).mark(marks, [])).ids;

/** Whoever sends, with room for so many of trigger 1. */
export function senderWith(room: number) {
  const taken: ClaimedDelivery[] = [];
  let [kept, freed] = [0, 0];
  const reserve = (triggerId: string) => {
    if (triggerId !== '1' || kept === room) return undefined;
    kept += 1;
    return { take: (delivery: ClaimedDelivery) => void taken.push(delivery), free: () => void freed++ };
  };
  return { taken, freed: () => freed, sender: { reserve, kept: () => kept } };
}

export const keysOf = (claimed: readonly ClaimedDelivery[]) =>
  claimed.map(({ event }) => event.message.slice('message of '.length));
export const statesOf = (items: readonly Delivery[]) =>
  items.map(({ state, death }) => (death === null ? state : `${state}: ${death}`));
export const listed = async (store: Store) => (await store.deliveries.listDeliveries({}, { limit: 500 })).items;

/** A statement that writes what waits since one second after the other, the last since a second before the start. */
export const backlogOf = ({
  triggerId,
  count,
  firstEvent = 1,
}: {
  triggerId: string;
  count: number;
  firstEvent?: number;
}) =>
  `insert into deliveries (event_id, trigger_id, pending_since, due_at)
   with recursive backlog(n) as (select 1 union all select n + 1 from backlog where n < ${count})
   select ${firstEvent} + n, '${triggerId}', ${START} - 1000 * n, ${START} - 1000 * n from backlog`;

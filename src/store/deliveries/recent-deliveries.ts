// What became of the newest deliveries of many triggers, in one statement: for each a few short walks down the index, however many there are.
import { type Kysely, sql } from 'kysely';
import { DELIVERY_STATES, RECENT_DELIVERIES, type RecentDeliveries } from '../../core/deliveries/delivery.ts';
import type { StoreKind } from '../backend/backend.ts';
import { givenRows } from '../backend/given-rows.ts';
import type { Tables } from '../tables.ts';
import { ofTrigger } from './delivery-pages.ts';

const ASKED = { name: 'asked', columns: { trigger_id: 'text' } } as const;
const NEWEST = { below: Number.MAX_SAFE_INTEGER, rows: RECENT_DELIVERIES };

interface RecentRow {
  readonly trigger_id: string;
  readonly last_delivered_at: number | null;
  /** A letter for each; null where there is none. */
  readonly outcomes: string | null;
}

export async function readRecent(
  db: Kysely<Tables>,
  kind: StoreKind,
  triggerIds: readonly string[],
): Promise<readonly RecentDeliveries[]> {
  const asked = givenRows(
    kind,
    ASKED,
    triggerIds.map((trigger_id) => ({ trigger_id })),
  );
  const { rows } = await sql<RecentRow>`select asked.trigger_id, (${lastDelivered}) as last_delivered_at,
    (${outcomes}) as outcomes from ${asked} order by asked.n`.execute(db);
  return rows.map(toRecent);
}

const lane = (state: (typeof DELIVERY_STATES)[number]) => ofTrigger(sql.ref('asked.trigger_id'), state, NEWEST);

/** The one that arrived last need not be the newest: what was tried again arrives late. */
const lastDelivered = sql`select max(deliveries.ended_at) from deliveries where deliveries.id in (${lane('delivered')})`;

const newestIds = sql`select newest.id from (${sql.join(
  DELIVERY_STATES.map((state) => sql`select lane.id from (${lane(state)}) as lane`),
  sql` union all `,
)}) as newest order by newest.id desc limit ${sql.lit(RECENT_DELIVERIES)}`;

/** What was ended because its trigger was closed says nothing of the receiver. */
const outcomes = sql`select string_agg(case
    when deliveries.state = 'delivered' then 'd'
    when deliveries.state = 'pending' and deliveries.attempt = 0 then 'w'
    when deliveries.death in ('trigger_deleted', 'trigger_disabled', 'trigger_suspended') then ''
    else 'f' end, '') from deliveries where deliveries.id in (${newestIds})`;

function toRecent({ trigger_id: triggerId, last_delivered_at: lastDeliveredAt, outcomes: letters }: RecentRow) {
  const count = (letter: string): number => (letters ?? '').split(letter).length - 1;
  return { triggerId, lastDeliveredAt, delivered: count('d'), failed: count('f'), waiting: count('w') };
}

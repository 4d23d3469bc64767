// Pages of deliveries, the newest first. However few fit a filter among millions, a page is one walk down an index, or three of them side by side.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { DELIVERY_STATES, type DeliveryState } from '../../core/deliveries/delivery.ts';
import { MOST_TRIGGERS } from '../../core/deliveries/trigger.ts';
import { rowId } from '../row-id.ts';
import type { Tables } from '../tables.ts';
import type { DeliveryRow } from './delivery-rows.ts';

export interface DeliveryFilter {
  readonly state?: DeliveryState | undefined;
  readonly triggerId?: string | undefined;
  readonly eventId?: string | undefined;
}

interface Span {
  /** Rows with smaller ids. */
  readonly below: number;
  readonly rows: number;
}

/** An event has one for each trigger at most: those of the API, and those of the file of whoever stored it, of which there are as many. */
export const MOST_OF_EVENT = 2 * MOST_TRIGGERS;

export async function pageOfDeliveries(
  db: Kysely<Tables>,
  filter: DeliveryFilter,
  { below, rows }: Span,
): Promise<readonly DeliveryRow[]> {
  const { rows: found } = await sql<DeliveryRow>`select deliveries.* from deliveries
    where deliveries.id in (${idsOf(filter, { below, rows })}) order by deliveries.id desc limit ${rows}`.execute(db);
  return found;
}

function idsOf(filter: DeliveryFilter, span: Span): RawBuilder<unknown> {
  const { state, triggerId, eventId } = filter;
  if (eventId !== undefined) return ofEvent({ ...filter, eventId }, span);
  if (triggerId === undefined) return state === undefined ? newest(span) : ofState(state, span);
  // By a trigger alone they lie in the index state by state; within one statement none of them moves.
  const lanes = (state === undefined ? DELIVERY_STATES : [state]).map((one) => ofTrigger(triggerId, one, span));
  return sql.join(
    lanes.map((lane) => sql`select lane.id from (${lane}) as lane`),
    sql` union all `,
  );
}

const newest = ({ below, rows }: Span) =>
  sql`select deliveries.id from deliveries where deliveries.id < ${below} order by deliveries.id desc limit ${rows}`;

/** Each state has an index of its own, which is taken because the state stands there as it is. */
const ofState = (state: DeliveryState, { below, rows }: Span) => sql`select deliveries.id from deliveries
  where deliveries.state = ${sql.lit(state)} and deliveries.id < ${below} order by deliveries.id desc limit ${rows}`;

/**
 * With "state = …" and an order by the id alone PostgreSQL at times walks down the ids instead, through hundreds of thousands of other rows, because it expects
 * those that fit to lie evenly among them; in this order it cannot.
 */
export const ofTrigger = (
  triggerId: string | RawBuilder<unknown>,
  state: DeliveryState,
  { below, rows }: Span,
) => sql`select deliveries.id from deliveries
  where deliveries.trigger_id = ${triggerId} and (deliveries.state, deliveries.id) < (${state}, ${below})
    and (deliveries.state, deliveries.id) > (${state}, 0)
  order by deliveries.state desc, deliveries.id desc limit ${rows}`;

/** All of one event, among which the others are chosen: no other index is worth a look. */
function ofEvent({ state, triggerId, eventId }: DeliveryFilter & { readonly eventId: string }, { below, rows }: Span) {
  const isOf = [
    sql`of_event.id < ${below}`,
    ...(state === undefined ? [] : [sql`of_event.state = ${state}`]),
    ...(triggerId === undefined ? [] : [sql`of_event.trigger_id = ${triggerId}`]),
  ];
  return sql`select of_event.id from (select deliveries.id, deliveries.state, deliveries.trigger_id from deliveries
      where deliveries.event_id = ${rowId(eventId)} limit ${sql.lit(MOST_OF_EVENT)}) as of_event
    where ${sql.join(isOf, sql` and `)} order by of_event.id desc limit ${rows}`;
}

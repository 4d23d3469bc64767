// The events of one lane in the order of its index, in the words that make each database read just that index.
import { type RawBuilder, sql } from 'kysely';
import type { StoreKind } from '../../backend/backend.ts';
import type { Lanes } from './event-lanes.ts';
import type { PagePlace } from './page-place.ts';

export interface FoundRow {
  readonly id: number;
  readonly created_at: number;
}

export interface LanePart {
  readonly kind: StoreKind;
  readonly lanes: Omit<Lanes, 'values'>;
  /** The value of the lane, as an expression. */
  readonly lane: RawBuilder<unknown>;
  readonly below: PagePlace;
  readonly from: RawBuilder<number>;
}

/**
 * Newest first; the caller adds how many. The order begins with the first column of the lane's index, though it is the same in all that is found: in this order
 * no index of other events is of use. PostgreSQL takes all lanes to be of one size, and would look through all events for the few of a small lane; what is said
 * as a list may have several values, to it, and the order stays as it was said.
 */
export function inLaneOrder(part: LanePart): RawBuilder<FoundRow> {
  return sql<FoundRow>`select event_log.id, event_log.created_at from event_log where ${isInLane(part)}
    order by ${firstColumn(part)} desc, event_log.created_at desc, event_log.id desc`;
}

/** What an event of this part has. */
export function isInLane(part: LanePart): RawBuilder<boolean> {
  const { kind, lanes, lane, below, from } = part;
  const { by, within } = lanes;
  const [first, value] = [firstColumn(part), within === undefined ? lane : sql`${within.value}`];
  const isFirst = kind === 'postgres' ? sql`${first} = any(array[${value}])` : sql`${first} = ${value}`;
  const isOfLane = within === undefined ? isFirst : sql`${isFirst} and ${sql.ref(`event_log.${by}`)} = ${lane}`;
  return sql<boolean>`${isOfLane}
    and (event_log.created_at, event_log.id) < (${below.at}, ${below.id}) and event_log.created_at >= ${from}`;
}

const firstColumn = ({ lanes: { by, within } }: LanePart) => sql.ref(`event_log.${within?.column ?? by}`);

/**
 * The first of what stands in such an order. Told the number alone, PostgreSQL sorts all of a lane that it believes to have hardly more, and it may have a thousand times
 * as many; a number that it does not know means a tenth of them to it, which it reads in order.
 */
export const firstInOrder = (kind: StoreKind, order: RawBuilder<FoundRow>, limit: number): RawBuilder<FoundRow> =>
  kind === 'postgres'
    ? sql`select id, created_at from (${order} limit (select ${sql.lit(limit)})) as first limit ${sql.lit(limit)}`
    : sql`${order} limit ${sql.lit(limit)}`;

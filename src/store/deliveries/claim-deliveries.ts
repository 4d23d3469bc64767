// What is to be sent now through one trigger. On PostgreSQL it is leased, so that no other instance takes it; on SQLite whoever asks knows what he has.
import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import type { ClaimedDelivery, ClaimRequest } from '../../core/deliveries/delivery-work.ts';
import type { StoredEvent } from '../../core/events/stored-event.ts';
import { binaryArray } from '../backend/binary-array.ts';
import { builtForRows, builtOnce } from '../backend/built-once.ts';
import { EVENT_COLUMNS, type EventRow, toEvent } from '../events/event-rows.ts';
import { claimNumber, leaseEnd, notLeased } from '../events/outbox/claim-lease.ts';
import type { DeliveriesTable } from '../tables/delivery-tables.ts';
import type { Tables } from '../tables.ts';
import { toAttempts } from './delivery-rows.ts';

/** Of an event that stands beside its delivery, which has its id. */
const EVENT_FIELDS = sql.join(
  EVENT_COLUMNS.filter((column) => column !== 'event_log.id').map((column) => sql.ref(column)),
);

type Row = Pick<
  Selectable<DeliveriesTable>,
  'id' | 'event_id' | 'trigger_id' | 'claim' | 'pending_since' | 'attempt' | 'attempts'
>;

/** What is due, as far as nobody has it. */
export async function claimOnSqlite(db: Kysely<Tables>, request: ClaimRequest): Promise<readonly ClaimedDelivery[]> {
  const { triggerId, limit, now, newestFirst, except } = request;
  const select = newestFirst ? selectNewest : selectOldest;
  const { rows } = await select(db, { triggerId, now, limit: limit + except.size });
  return withEvents(db, rows.filter(({ id }) => !except.has(String(id))).slice(0, limit));
}

type Asked = Pick<ClaimRequest, 'triggerId' | 'limit' | 'now'>;

const selectDue = (order: 'asc' | 'desc') =>
  builtOnce((db, { triggerId, limit, now }: Asked) =>
    db
      .selectFrom('deliveries')
      .select(['deliveries.id', 'deliveries.event_id', 'deliveries.trigger_id', 'deliveries.claim'])
      .select(['deliveries.pending_since', 'deliveries.attempt', 'deliveries.attempts'])
      .where('deliveries.trigger_id', '=', triggerId)
      .where('deliveries.state', '=', sql.lit('pending'))
      .where('deliveries.due_at', '<=', now)
      .orderBy('deliveries.due_at', order)
      .orderBy('deliveries.id', order)
      .limit(limit)
      .compile(),
  );
const [selectNewest, selectOldest] = [selectDue('desc'), selectDue('asc')];

/**
 * One statement with everything in its answer, whose commit waits for no disk: what a crash of the server forgets of it may be claimed anew, by another
 * instance at once, and never by the one that has it in mind. Its number is the moment in microseconds, and therefore greater than that of a claim which was
 * forgotten: whoever has that one marks nothing of the next.
 */
export function claimsOnPostgres(
  databaseNow: RawBuilder<number>,
): (db: Kysely<Tables>, request: ClaimRequest) => Promise<readonly ClaimedDelivery[]> {
  const [newest, oldest] = [claimDue(databaseNow, sql.raw('desc')), claimDue(databaseNow, sql.raw('asc'))];
  return async (db, { triggerId, limit, now, newestFirst, except }) => {
    const inMind = binaryArray('bigint', [...except].map(Number));
    const { rows } = await (newestFirst ? newest : oldest)(db, { triggerId, limit, now, inMind });
    return rows.map((row) => toClaimed(row, toEvent({ ...row, id: row.event_id })));
  };
}

const claimDue = (databaseNow: RawBuilder<number>, order: RawBuilder<unknown>) =>
  builtOnce((db, { triggerId, limit, now, inMind }: Asked & { readonly inMind: Buffer }) =>
    sql<Row & Omit<EventRow, 'id'>>`with hasty as (select set_config('synchronous_commit', 'off', true)),
    picked as (
      select deliveries.id from deliveries
      where deliveries.trigger_id = ${triggerId} and deliveries.state = 'pending' and deliveries.due_at <= ${now}
        and ${notLeased(databaseNow)} and deliveries.id <> all(${inMind}::bigint[])
      order by deliveries.due_at ${order}, deliveries.id ${order} limit ${limit} for update skip locked),
    claimed as (
      update deliveries set leased_until = ${leaseEnd(databaseNow)},
        claim = greatest(deliveries.claim + 1, ${claimNumber(databaseNow)})
      from picked, hasty where deliveries.id = picked.id
      returning deliveries.id, deliveries.event_id, deliveries.trigger_id, deliveries.claim, deliveries.pending_since,
        deliveries.attempt, deliveries.attempts)
    select claimed.*, ${EVENT_FIELDS} from claimed join event_log on event_log.id = claimed.event_id`.compile(db),
  );

async function withEvents(db: Kysely<Tables>, rows: readonly Row[]): Promise<readonly ClaimedDelivery[]> {
  if (rows.length === 0) return [];
  const ids = [...new Set(rows.map(({ event_id }) => event_id))];
  const { rows: found } = await selectEvents(
    db,
    ids.map((id) => ({ id })),
  );
  const events = new Map(found.map((row) => [row.id, toEvent(row)]));
  return rows.flatMap((row) => {
    const event = events.get(row.event_id);
    // Events that were deleted have taken their deliveries with them.
    return event === undefined ? [] : [toClaimed(row, event)];
  });
}

const selectEvents = builtForRows<{ readonly id: number }, EventRow>((db, rows) =>
  db
    .selectFrom('event_log')
    .select(EVENT_COLUMNS)
    .where(
      'event_log.id',
      'in',
      rows.map(({ id }) => id),
    )
    .compile(),
);

function toClaimed(row: Row, event: StoredEvent): ClaimedDelivery {
  return {
    ...{ id: String(row.id), triggerId: row.trigger_id, claim: row.claim, pendingSince: row.pending_since },
    ...{ attemptCount: row.attempt, attempts: toAttempts(row.attempts), event },
  };
}

// The outbox: which new events go through which triggers, written in the transaction that stores the events.
import { sql, type Transaction } from 'kysely';
import type { NewEvent } from '../../../core/events/new-event.ts';
import type { StoreKind } from '../../backend/backend.ts';
import { builtOnce } from '../../backend/built-once.ts';
import { type GivenValues, givenRows, givenTable, givenValues } from '../../backend/given-rows.ts';
import { OFTEN } from '../../backend/often.ts';
import { HEARD_LATER, UNHEARD } from '../../backend/unheard.ts';
import type { Database } from '../../door/database.ts';
import type { Tables } from '../../tables.ts';
import { claimNumber, leaseEnd } from './claim-lease.ts';
import type { BornRow, HandOver, PlacedEvent } from './hand-over.ts';

const ROWS_A_STATEMENT = 1_000;

const GIVEN = {
  name: 'given',
  columns: { event_id: 'bigint', trigger_id: 'text', at: 'bigint' },
} as const;

/** Which triggers an event goes through. It must not wait; what it throws refuses the events. */
export type DeliveryPlan = (event: NewEvent) => readonly string[];

/** Is told of deliveries that wait to be claimed once they are durable, by the triggers through which they go. It must neither throw nor wait. */
export type DeliveryListener = (triggerIds: ReadonlySet<string>) => void;

export interface DeliveryWriting {
  readonly kind: StoreKind;
  readonly insertClaimed: InsertClaimed;
  readonly handOver: HandOver;
}

export interface PlannedEvent extends PlacedEvent {
  readonly triggerIds: readonly string[];
}

/** Of events that this transaction has stored, by what was planned for them. Gives the triggers through which something waits to be claimed. */
export async function writeDeliveries(
  trx: Transaction<Tables>,
  planned: readonly PlannedEvent[],
  { kind, insertClaimed, handOver }: DeliveryWriting,
): Promise<ReadonlySet<string>> {
  const waiting: DeliveryRow[] = [];
  const claimed: DeliveryRow[] = [];
  for (const { triggerIds, ...placed } of planned)
    for (const trigger_id of triggerIds) {
      const rows = handOver.keeps(placed, trigger_id) ? claimed : waiting;
      rows.push({ event_id: Number(placed.event.id), trigger_id, at: placed.event.createdAt });
    }
  // They are the first of their triggers, and listed as such.
  if (claimed.length > 0) handOver.storedAs(await insertClaimed(trx, claimed));
  for (let at = 0; at < waiting.length; at += ROWS_A_STATEMENT) {
    const rows = waiting.slice(at, at + ROWS_A_STATEMENT);
    await sql`${OFTEN} insert into deliveries (event_id, trigger_id, pending_since, due_at)
      select given.event_id, given.trigger_id, given.at, given.at from ${givenRows(kind, GIVEN, rows)}
      order by given.n ${UNHEARD}`.execute(trx);
  }
  return new Set(waiting.map(({ trigger_id }) => trigger_id));
}

interface DeliveryRow {
  readonly event_id: number;
  readonly trigger_id: string;
  readonly at: number;
}

/** No more than whoever sends has room for. What they are stored as is known with the commit at the latest. */
export type InsertClaimed = (trx: Transaction<Tables>, rows: readonly DeliveryRow[]) => Promise<readonly BornRow[]>;

/** On PostgreSQL they are born with a lease, as a claim would give it; on SQLite whoever has them keeps them in mind. */
export function insertsClaimed({ kind, now }: Pick<Database, 'kind' | 'now'>): InsertClaimed {
  const [leasedUntil, claim] = kind === 'postgres' ? [leaseEnd(now), claimNumber(now)] : [sql`null`, sql`0`];
  const insert = builtOnce((db, values: GivenValues<StoreKind, typeof GIVEN>) =>
    sql<BornRow>`insert into deliveries (event_id, trigger_id, pending_since, due_at, leased_until, claim)
      select given.event_id, given.trigger_id, given.at, given.at, ${leasedUntil}, ${claim}
      from ${givenTable(kind, GIVEN, values)} order by given.n returning id, event_id, trigger_id, claim ${HEARD_LATER}`.compile(
      db,
    ),
  );
  return async (trx, rows) => (await insert(trx, givenValues(kind, GIVEN, rows))).rows;
}

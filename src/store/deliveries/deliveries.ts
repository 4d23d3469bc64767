// The outbox as the dispatcher and the API see it: what is to be sent, what became of it, and what is tried again.
import { type Kysely, sql, type Transaction } from 'kysely';
import type { AuditNote } from '../../core/account.ts';
import type { Death, Delivery, DeliveryState } from '../../core/deliveries/delivery.ts';
import type {
  ClaimedDelivery,
  ClaimRequest,
  DeliveryMark,
  StandingChange,
} from '../../core/deliveries/delivery-work.ts';
import { TocsinError } from '../../core/errors.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import { insertNote } from '../accounts/audit.ts';
import type { Database } from '../door/database.ts';
import { idBelow, rowsFor, toPage } from '../keyset.ts';
import { rowId } from '../row-id.ts';
import type { Tables } from '../tables.ts';
import { claimOnPostgres, claimOnSqlite } from './claim-deliveries.ts';
import { toDelivery } from './delivery-rows.ts';
import { changeStandings, markDeliveries } from './mark-deliveries.ts';
import { raiseTriggerRevision } from './trigger-revision.ts';

/** Dead ones that one call makes pending again. */
const MOST_RETRIED = 10_000;
const MOST_OF_EVENT = 500;
const BURIED_AT_ONCE = 5_000;

export interface DeliveryFilter {
  readonly state?: DeliveryState | undefined;
  readonly triggerId?: string | undefined;
  readonly eventId?: string | undefined;
}

export class Deliveries {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Whether others may write deliveries that this process does not hear of. */
  get isShared(): boolean {
    return this.#database.kind === 'postgres';
  }

  /** What is due through one trigger. On PostgreSQL it is this caller's for a minute; on SQLite he keeps in mind what he has. */
  claim(request: ClaimRequest): Promise<readonly ClaimedDelivery[]> {
    if (!this.isShared) return this.#database.read((db) => claimOnSqlite(db, request));
    return this.#database.write((trx) => claimOnPostgres(trx, request, this.#database.now));
  }

  /** When the next one of a trigger is due, besides those; undefined when none waits. One that another instance has leased counts from the end of its lease. */
  async nextDue(triggerId: string, except: ReadonlySet<string>): Promise<number | undefined> {
    const rows = await this.#database.read((db) =>
      db
        .selectFrom('deliveries')
        .select(['deliveries.id', 'deliveries.due_at', 'deliveries.leased_until'])
        .where('deliveries.trigger_id', '=', triggerId)
        .where('deliveries.state', '=', sql.lit('pending'))
        .orderBy('deliveries.due_at')
        .orderBy('deliveries.id')
        .limit(except.size + 1)
        .execute(),
    );
    const next = rows.find(({ id }) => !except.has(String(id)));
    return next && Math.max(next.due_at, next.leased_until ?? 0);
  }

  /** Gives the ids of those that were marked: not one that somebody else has by now. */
  mark(marks: readonly DeliveryMark[], standings: readonly StandingChange[]): Promise<ReadonlySet<string>> {
    return this.#database.write(async (trx) => {
      if (standings.length > 0) await this.#database.alone(trx, 'triggers');
      const marked = await markDeliveries(trx, this.#database.kind, marks);
      if (await changeStandings(trx, standings)) await raiseTriggerRevision(trx);
      return marked;
    });
  }

  /** How many wait, up to `most`. */
  async countPending(most: number): Promise<number> {
    const waiting = (db: Kysely<Tables>) =>
      db
        .selectFrom('deliveries')
        .select('deliveries.id')
        .where('deliveries.state', '=', sql.lit('pending'))
        .limit(most);
    const row = await this.#database.read((db) =>
      db
        .selectFrom(waiting(db).as('waiting'))
        .select((is) => is.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow(),
    );
    return Number(row.count);
  }

  /** Triggers for which something waits, apart from those. */
  async otherTriggers(known: readonly string[], limit: number): Promise<readonly string[]> {
    const rows = await this.#database.read((db) =>
      db
        .selectFrom('deliveries')
        .select('deliveries.trigger_id')
        .distinct()
        .where('deliveries.state', '=', sql.lit('pending'))
        .$if(known.length > 0, (query) => query.where('deliveries.trigger_id', 'not in', known))
        .limit(limit)
        .execute(),
    );
    return rows.map(({ trigger_id }) => trigger_id);
  }

  /** Ends what waits through this trigger since before a time, some thousands of them; gives how many. */
  async bury(of: {
    readonly triggerId: string;
    readonly death: Death;
    readonly at: number;
    readonly pendingBefore: number;
  }): Promise<number> {
    const result = await this.#database.write((trx) =>
      trx
        .updateTable('deliveries')
        .set({ state: 'dead', death: of.death, ended_at: of.at, leased_until: null })
        .where('deliveries.id', 'in', (is) =>
          is
            .selectFrom('deliveries')
            .select('deliveries.id')
            .where('deliveries.trigger_id', '=', of.triggerId)
            .where('deliveries.state', '=', sql.lit('pending'))
            .where('deliveries.pending_since', '<', of.pendingBefore)
            .limit(BURIED_AT_ONCE),
        )
        .executeTakeFirst(),
    );
    return Number(result.numUpdatedRows);
  }

  async findDelivery(id: string): Promise<Delivery | undefined> {
    const row = await this.#database.read((db) =>
      db.selectFrom('deliveries').selectAll('deliveries').where('deliveries.id', '=', rowId(id)).executeTakeFirst(),
    );
    return row && toDelivery(row);
  }

  async deliveriesOf(eventId: string): Promise<readonly Delivery[]> {
    const rows = await this.#database.read((db) =>
      db
        .selectFrom('deliveries')
        .selectAll('deliveries')
        .where('deliveries.event_id', '=', rowId(eventId))
        .orderBy('deliveries.id')
        .limit(MOST_OF_EVENT)
        .execute(),
    );
    return rows.map(toDelivery);
  }

  /** Newest first. */
  async listDeliveries(filter: DeliveryFilter, { limit, cursor }: PageRequest): Promise<Page<Delivery>> {
    const below = idBelow('deliveries', cursor);
    const { state, triggerId, eventId } = filter;
    const rows = await this.#database.read((db) =>
      db
        .selectFrom('deliveries')
        .selectAll('deliveries')
        .where('deliveries.id', '<', below)
        .$if(state !== undefined, (query) => query.where('deliveries.state', '=', sql.lit(state ?? 'pending')))
        .$if(triggerId !== undefined, (query) => query.where('deliveries.trigger_id', '=', triggerId ?? ''))
        .$if(eventId !== undefined, (query) => query.where('deliveries.event_id', '=', rowId(eventId ?? '')))
        .orderBy('deliveries.id', 'desc')
        .limit(rowsFor(limit))
        .execute(),
    );
    return toPage(rows, { list: 'deliveries', limit, map: toDelivery });
  }

  /** Due now, with all its attempts before it: a dead one begins anew, a waiting one waits no longer. */
  retry(id: string, at: number, note: AuditNote): Promise<Delivery> {
    return this.#database.write(async (trx) => {
      const before = await findRow(trx, id);
      if (!before) throw new TocsinError('not_found', `There is no delivery with the id ${id}.`);
      if (before.state === 'delivered')
        throw new TocsinError('conflict', 'It was delivered; nothing is to be retried.');
      const changes = before.state === 'dead' ? renewed(before.claim, at) : { due_at: at };
      const row = await trx
        .updateTable('deliveries')
        .set(changes)
        .where('deliveries.id', '=', before.id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await insertNote(trx, note);
      return toDelivery(row);
    });
  }

  /** Makes dead ones of these triggers pending again, the newest first; gives how many, and whether more are left. */
  retryDead(
    triggerIds: readonly string[],
    at: number,
    note: AuditNote,
  ): Promise<{ readonly retried: number; readonly isAll: boolean }> {
    return this.#database.write(async (trx) => {
      const retried = triggerIds.length === 0 ? 0 : await this.#renewDead(trx, triggerIds, at);
      await insertNote(trx, note);
      return { retried, isAll: retried < MOST_RETRIED };
    });
  }

  async #renewDead(trx: Transaction<Tables>, triggerIds: readonly string[], at: number): Promise<number> {
    const result = await trx
      .updateTable('deliveries')
      .set(renewed(sql<number>`deliveries.claim`, at))
      .where('deliveries.id', 'in', (is) =>
        is
          .selectFrom('deliveries')
          .select('deliveries.id')
          .where('deliveries.state', '=', sql.lit('dead'))
          .where('deliveries.trigger_id', 'in', triggerIds)
          .orderBy('deliveries.id', 'desc')
          .limit(MOST_RETRIED),
      )
      .executeTakeFirst();
    return Number(result.numUpdatedRows);
  }
}

/** Whoever has it still has it no more. */
const renewed = (claim: number | ReturnType<typeof sql<number>>, at: number) => ({
  ...{ state: 'pending' as const, pending_since: at, due_at: at, leased_until: null, attempt: 0 },
  ...{ death: null, ended_at: null, claim: sql<number>`${claim} + 1` },
});

const findRow = (trx: Transaction<Tables>, id: string) =>
  trx.selectFrom('deliveries').selectAll('deliveries').where('deliveries.id', '=', rowId(id)).executeTakeFirst();

// The outbox as the dispatcher and the API see it: what is to be sent, what became of it, and what is tried again.
import { sql, type Transaction } from 'kysely';
import type { AuditNote } from '../../core/account.ts';
import type { Delivery, RecentDeliveries } from '../../core/deliveries/delivery.ts';
import type {
  Burial,
  ClaimedDelivery,
  ClaimRequest,
  Counted,
  DeliveryMark,
  PutOffStep,
  StandingChange,
} from '../../core/deliveries/delivery-work.ts';
import { TocsinError } from '../../core/errors.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import { insertNote } from '../accounts/audit.ts';
import { builtOnce } from '../backend/built-once.ts';
import { givenRows } from '../backend/given-rows.ts';
import type { Database } from '../door/database.ts';
import { notLeased } from '../events/outbox/claim-lease.ts';
import { idBelow, rowsFor, toPage } from '../keyset.ts';
import { rowId } from '../row-id.ts';
import type { Tables } from '../tables.ts';
import { type BurialListener, buryDeliveries } from './bury-deliveries.ts';
import { claimOnSqlite, claimsOnPostgres } from './claim-deliveries.ts';
import { type DeliveryFilter, MOST_OF_EVENT, pageOfDeliveries } from './delivery-pages.ts';
import { toDelivery } from './delivery-rows.ts';
import { markDeliveries } from './mark-deliveries.ts';
import { readRecent } from './recent-deliveries.ts';
import { type RenewStep, renewDead, renewed } from './renew-dead.ts';
import { putOffTriggers, readPutOff, type Shortened, shortenWaits } from './shorten-waits.ts';
import { changeStandings } from './triggers/change-standings.ts';
import { isOpenTrigger } from './triggers/open-trigger.ts';
import { raiseTriggerRevision } from './triggers/trigger-revision.ts';
import { countPending, waitingTriggers } from './waiting-deliveries.ts';

/** Dead ones that one call makes pending again. */
const MOST_RETRIED = 10_000;

const ASKED = { name: 'asked', columns: { trigger_id: 'text' } } as const;

export class Deliveries {
  readonly #database: Database;
  readonly #claimOnPostgres: ReturnType<typeof claimsOnPostgres>;
  readonly #selectNext: ReturnType<typeof selectNext>;
  #buried: BurialListener = () => {};

  constructor(database: Database) {
    this.#database = database;
    this.#claimOnPostgres = claimsOnPostgres(database.now);
    this.#selectNext = selectNext(database);
  }

  onBuried(listener: BurialListener): void {
    this.#buried = listener;
  }

  /** Whether others may write deliveries that this process does not hear of. */
  get isShared(): boolean {
    return this.#database.kind === 'postgres';
  }

  /** What is due through one trigger. On PostgreSQL it is this caller's for a minute; on SQLite he keeps in mind what he has. */
  claim(request: ClaimRequest): Promise<readonly ClaimedDelivery[]> {
    if (!this.isShared) return this.#database.read((db) => claimOnSqlite(db, request));
    return this.#database.writeInPassing((db) => this.#claimOnPostgres(db, request));
  }

  /** When the next one of a trigger is due, besides those; undefined when none waits. What an instance has leased waits for nobody else. */
  async nextDue(triggerId: string, except: ReadonlySet<string>): Promise<number | undefined> {
    const { rows } = await this.#database.read((db) => this.#selectNext(db, { triggerId, limit: except.size + 1 }));
    return rows.find(({ id }) => !except.has(String(id)))?.due_at;
  }

  /** Through which of these triggers something is due. */
  dueTriggers(triggerIds: readonly string[], now: number): Promise<readonly string[]> {
    const isFree = this.isShared ? sql`and ${notLeased(this.#database.now)}` : sql``;
    return this.#database.read(async (db) => {
      const given = givenRows(
        this.#database.kind,
        ASKED,
        triggerIds.map((trigger_id) => ({ trigger_id })),
      );
      const found = await sql<{ readonly trigger_id: string }>`select asked.trigger_id from ${given}
        where exists (select 1 from deliveries where deliveries.trigger_id = asked.trigger_id
          and deliveries.state = 'pending' and deliveries.due_at <= ${now} ${isFree})`.execute(db);
      return found.rows.map(({ trigger_id }) => trigger_id);
    });
  }

  /** Through which of these triggers something is put off. */
  putOffTriggers(triggerIds: readonly string[], now: number): Promise<readonly string[]> {
    return this.#database.read((db) => putOffTriggers(db, this.#database.kind, { triggerIds, now }));
  }

  /** Looks at some hundreds of those that are put off, and lets none wait longer than it was put off for. */
  async shortenWaits(step: PutOffStep): Promise<Shortened> {
    const { overlong, after } = await this.#database.read((db) => readPutOff(db, step));
    if (overlong.length > 0) await this.#database.write((trx) => shortenWaits(trx, overlong, step.now));
    return { shortened: overlong.length, after };
  }

  async mark(marks: readonly DeliveryMark[], standings: readonly StandingChange[]): Promise<Counted> {
    const { buried, ...counted } = await this.#database.write(async (trx) => {
      if (standings.length > 0) await this.#database.alone(trx, 'triggers');
      const ids = await markDeliveries(trx, this.#database.kind, marks);
      const { changed, buried } = await changeStandings(trx, this.#database.kind, standings);
      if (changed.length > 0) await raiseTriggerRevision(trx);
      return { ids, standings: changed, buried };
    });
    for (const one of buried) this.#buried(one);
    return counted;
  }

  /** How many wait, up to `most`. */
  countPending(most: number): Promise<number> {
    return this.#database.read((db) => countPending(db, most));
  }

  /** Triggers for which something waits, apart from those; the first by their ids. */
  otherTriggers(known: readonly string[], most: number): Promise<readonly string[]> {
    return this.#database.read((db) => waitingTriggers(db, { known: new Set(known), most }));
  }

  /** Ends what waits through this trigger since before a time, looking at no more than some hundreds; gives how many. */
  bury(burial: Burial): Promise<number> {
    return this.#database.write((trx) => buryDeliveries(trx, this.#database.kind, burial));
  }

  /** The same for a trigger that the caller does not know, or knows to be closed: nothing happens where that is not so any more. */
  buryUnwanted(burial: Burial): Promise<number> {
    return this.#database.write(async (trx) => {
      await this.#database.alone(trx, 'triggers');
      if (await isOpenTrigger(trx, burial.triggerId)) return 0;
      return buryDeliveries(trx, this.#database.kind, burial);
    });
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
    const rows = await this.#database.read((db) => pageOfDeliveries(db, filter, { below, rows: rowsFor(limit) }));
    return toPage(rows, { list: 'deliveries', limit, map: toDelivery });
  }

  /** What became of the newest of each of these triggers. */
  recentOf(triggerIds: readonly string[]): Promise<readonly RecentDeliveries[]> {
    return this.#database.read((db) => readRecent(db, this.#database.kind, triggerIds));
  }

  /** Due now, with all its attempts before it: a dead one begins anew, a waiting one waits no longer. */
  retry(id: string, at: number, note: AuditNote): Promise<Delivery> {
    return this.#database.write(async (trx) => {
      const before = await findRow(trx, id);
      if (!before) throw new TocsinError('not_found', `There is no delivery with the id ${id}.`);
      if (before.state === 'delivered')
        throw new TocsinError('conflict', 'It was delivered; nothing is to be retried.');
      const changes = before.state === 'dead' ? renewed(at) : { due_at: at, wait_ms: 0 };
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

  /** Makes dead ones of these triggers pending again, the newest first, in steps between which others write; gives how many, and whether that were all. */
  async retryDead(
    triggerIds: readonly string[],
    at: number,
    note: AuditNote,
  ): Promise<{ readonly retried: number; readonly isAll: boolean }> {
    const chosen = new Set(triggerIds);
    let retried = 0;
    let below: number | undefined = chosen.size === 0 ? undefined : Number.MAX_SAFE_INTEGER;
    await this.#database.write((trx) => insertNote(trx, note));
    while (below !== undefined && retried < MOST_RETRIED) {
      const step: RenewStep = { triggerIds: chosen, below, most: MOST_RETRIED - retried, at };
      const done = await this.#database.write((trx) => renewDead(trx, step));
      retried += done.count;
      below = done.below;
    }
    return { retried, isAll: below === undefined };
  }
}

const selectNext = ({ kind, now }: Pick<Database, 'kind' | 'now'>) =>
  builtOnce((db, { triggerId, limit }: { readonly triggerId: string; readonly limit: number }) =>
    db
      .selectFrom('deliveries')
      .select(['deliveries.id', 'deliveries.due_at'])
      .where('deliveries.trigger_id', '=', triggerId)
      .where('deliveries.state', '=', sql.lit('pending'))
      .$if(kind === 'postgres', (query) => query.where(notLeased(now)))
      .orderBy('deliveries.due_at')
      .orderBy('deliveries.id')
      .limit(limit)
      .compile(),
  );

const findRow = (trx: Transaction<Tables>, id: string) =>
  trx.selectFrom('deliveries').selectAll('deliveries').where('deliveries.id', '=', rowId(id)).executeTakeFirst();

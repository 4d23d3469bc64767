// The times in which hits are muted.
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { AuditNote } from '../../core/account.ts';
import { TocsinError } from '../../core/errors.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import { endOfMute, MOST_OPEN_MUTES, type Mute } from '../../core/rules/mute.ts';
import { insertNote } from '../accounts/audit.ts';
import type { Database } from '../door/database.ts';
import { idBelow, rowsFor, toPage } from '../keyset.ts';
import { rowId } from '../row-id.ts';
import type { MutesTable } from '../tables/rule-tables.ts';
import type { Tables } from '../tables.ts';
import { raiseRevision } from './revision.ts';

/** A line may come so late after its time and is still held against the mutes of that time. */
const LATEST_LINE_MS = 30 * 86_400_000;
/** Of the others, those that ended first are left out. */
const MOST_REMEMBERED = 10_000;

/** A row stays when its time is over. */
export class Mutes {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async findMute(id: string): Promise<Mute | undefined> {
    const row = await this.#database.read((db) => findRow(db, id));
    return row && toMute(row);
  }

  async listMutes({ limit, cursor }: PageRequest, openAt = Number.MIN_SAFE_INTEGER): Promise<Page<Mute>> {
    const below = idBelow('mutes', cursor);
    const rows = await this.#database.read((db) =>
      db
        .selectFrom('mutes')
        .selectAll('mutes')
        .where('mutes.id', '<', below)
        .where('mutes.over_at', '>', openAt)
        .orderBy('mutes.id', 'desc')
        .limit(rowsFor(limit))
        .execute(),
    );
    return toPage(rows, { list: 'mutes', limit, map: toMute });
  }

  createMute(mute: Omit<Mute, 'id' | 'endedAt'>, note: AuditNote): Promise<Mute> {
    return this.#alone(async (trx) => {
      await refuseTooMany(trx, mute.createdAt);
      const row = await trx
        .insertInto('mutes')
        .values({
          rule_id: mute.ruleId,
          workload_id: mute.workloadId,
          from_at: mute.from,
          until_at: mute.until,
          reason: mute.reason,
          ended_at: null,
          over_at: mute.until,
          created_by: mute.createdBy,
          created_at: mute.createdAt,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await raiseRevision(trx);
      await insertNote(trx, note);
      return toMute(row);
    });
  }

  endMute(id: string, at: number, note: AuditNote): Promise<{ readonly mute: Mute; readonly hasChanged: boolean }> {
    return this.#alone(async (trx) => {
      const before = await findRow(trx, id);
      if (!before) throw new TocsinError('not_found', `There is no mute with the id ${id}.`);
      if (before.over_at <= at) return { mute: toMute(before), hasChanged: false };
      const ended = toMute({ ...before, ended_at: at });
      await trx
        .updateTable('mutes')
        .set({ ended_at: at, over_at: endOfMute(ended) })
        .where('mutes.id', '=', before.id)
        .execute();
      await raiseRevision(trx);
      await insertNote(trx, note);
      return { mute: ended, hasChanged: true };
    });
  }

  #alone<T>(work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
    return this.#database.write(async (trx) => {
      await this.#database.alone(trx, 'rules');
      return work(trx);
    });
  }
}

/** Those that lines may meet. Whatever ends last comes first, so that what is not over, of which there are fewer, is never left out. */
export async function lastMutes(db: Kysely<Tables>, now: number): Promise<readonly Mute[]> {
  const rows = await db
    .selectFrom('mutes')
    .selectAll('mutes')
    .where('mutes.over_at', '>', now - LATEST_LINE_MS)
    .orderBy('mutes.over_at', 'desc')
    .orderBy('mutes.id', 'desc')
    .limit(MOST_REMEMBERED)
    .execute();
  return rows.map(toMute);
}

async function refuseTooMany(trx: Transaction<Tables>, now: number): Promise<void> {
  const { open } = await trx
    .selectFrom('mutes')
    .select((is) => is.fn.countAll<number>().as('open'))
    .where('mutes.over_at', '>', now)
    .executeTakeFirstOrThrow();
  if (open >= MOST_OPEN_MUTES)
    throw new TocsinError('refused', `There are ${open} mutes already that are not over; end some of them first.`);
}

function findRow(db: Pick<Transaction<Tables>, 'selectFrom'>, id: string): Promise<Selectable<MutesTable> | undefined> {
  return db.selectFrom('mutes').selectAll('mutes').where('mutes.id', '=', rowId(id)).executeTakeFirst();
}

function toMute(row: Selectable<MutesTable>): Mute {
  return {
    id: String(row.id),
    ruleId: row.rule_id,
    workloadId: row.workload_id,
    from: row.from_at,
    until: row.until_at,
    reason: row.reason,
    endedAt: row.ended_at,
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}

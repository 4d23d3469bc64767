// The record of who changed what: written in the transaction of each change, listed, and shortened.
import type { Selectable, Transaction } from 'kysely';
import type { AuditEntry, AuditNote } from '../../core/account.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import type { AuditBound } from '../../core/retention.ts';
import type { Database } from '../door/database.ts';
import { idBelow, rowsFor, toPage } from '../keyset.ts';
import type { AuditLogTable } from '../tables/account-tables.ts';
import type { Tables } from '../tables.ts';

/** It only grows; housekeeping alone shortens it. */
export class Audit {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  recordAudit(note: AuditNote): Promise<void> {
    return this.#database.write((trx) => insertNote(trx, note));
  }

  async listAudit({ limit, cursor }: PageRequest): Promise<Page<AuditEntry>> {
    const below = idBelow('audit', cursor);
    const rows = await this.#database.read((db) =>
      db
        .selectFrom('audit_log')
        .selectAll('audit_log')
        .where('audit_log.id', '<', below)
        .orderBy('audit_log.id', 'desc')
        .limit(rowsFor(limit))
        .execute(),
    );
    return toPage(rows, { list: 'audit', limit, map: toEntry });
  }
}

/** Every change writes its note in its own transaction: both are there, or neither. */
export async function insertNote(trx: Transaction<Tables>, note: AuditNote): Promise<void> {
  await trx
    .insertInto('audit_log')
    .values({
      at: note.at,
      actor_kind: note.actor.kind,
      actor_id: note.actor.id,
      actor_name: note.actor.name,
      action: note.action,
      subject: note.subject,
      address: note.address,
      correlation_id: note.correlationId,
    })
    .execute();
}

/** Deletes at most `limit` entries, the oldest first, and returns how many. Rows are counted: some ids belong to none. */
export async function pruneNotes(trx: Transaction<Tables>, { before, keepRows, limit }: AuditBound): Promise<number> {
  const newestToGo = await trx
    .selectFrom('audit_log')
    .select('audit_log.id')
    .orderBy('audit_log.id', 'desc')
    .limit(1)
    .offset(keepRows)
    .executeTakeFirst();
  const batch = trx
    .selectFrom('audit_log')
    .select('audit_log.id')
    .where((is) => is.or([is('audit_log.id', '<=', newestToGo?.id ?? 0), is('audit_log.at', '<', before)]))
    .orderBy('audit_log.id')
    .limit(limit);
  const { numDeletedRows } = await trx.deleteFrom('audit_log').where('audit_log.id', 'in', batch).executeTakeFirst();
  return Number(numDeletedRows);
}

function toEntry(row: Selectable<AuditLogTable>): AuditEntry {
  return {
    id: String(row.id),
    at: row.at,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    subject: row.subject,
    address: row.address,
    correlationId: row.correlation_id,
  };
}

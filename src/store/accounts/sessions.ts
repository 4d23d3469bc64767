// Who is logged in, by the hash of a token that the store never sees.
import type { Selectable, Transaction } from 'kysely';
import type { AuditNote, Session, User } from '../../core/account.ts';
import type { NewSession } from '../../core/account-change.ts';
import { TocsinError } from '../../core/errors.ts';
import type { EndedSessions } from '../../core/retention.ts';
import type { Database } from '../door/database.ts';
import { rowId } from '../row-id.ts';
import type { SessionsTable } from '../tables/account-tables.ts';
import type { Tables } from '../tables.ts';
import { insertNote } from './audit.ts';
import { toUser } from './users.ts';

const MOST_SESSIONS_LISTED = 100;

export class Sessions {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  createSession(session: NewSession, note: AuditNote): Promise<Session> {
    return this.#database.write(async (trx) => {
      const user = await trx
        .updateTable('users')
        .set({ last_login_at: session.createdAt })
        .where('users.id', '=', rowId(session.userId))
        .$if(session.verifiedHash !== undefined, (query) =>
          query.where('users.password_hash', '=', session.verifiedHash ?? ''),
        )
        .returning('users.id')
        .executeTakeFirst();
      if (!user && session.verifiedHash !== undefined)
        throw new TocsinError('unauthenticated', 'The user name or the password is wrong.');
      if (!user) throw new TocsinError('not_found', 'There is no such user.');
      const row = await trx
        .insertInto('sessions')
        .values({
          user_id: user.id,
          token_hash: session.tokenHash,
          created_at: session.createdAt,
          last_seen_at: session.createdAt,
          expires_at: session.expiresAt,
          address: session.address,
          user_agent: session.userAgent,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await insertNote(trx, note);
      return toSession(row);
    });
  }

  async findSession(tokenHash: string): Promise<{ readonly session: Session; readonly user: User } | undefined> {
    const row = await this.#database.read((db) =>
      db
        .selectFrom('sessions')
        .innerJoin('users', 'users.id', 'sessions.user_id')
        .selectAll('sessions')
        .select(['users.username', 'users.role', 'users.updated_at', 'users.last_login_at'])
        .select('users.created_at as user_created_at')
        .where('sessions.token_hash', '=', tokenHash)
        .executeTakeFirst(),
    );
    if (!row) return undefined;
    return { session: toSession(row), user: toUser({ ...row, id: row.user_id, created_at: row.user_created_at }) };
  }

  /** Never moves the time back, so that two requests may finish in any order. */
  async touchSession(id: string, lastSeenAt: number): Promise<void> {
    await this.#database.write((trx) =>
      trx
        .updateTable('sessions')
        .set({ last_seen_at: lastSeenAt })
        .where('sessions.id', '=', rowId(id))
        .where('sessions.last_seen_at', '<', lastSeenAt)
        .execute(),
    );
  }

  async listSessions(userId: string): Promise<readonly Session[]> {
    const rows = await this.#database.read((db) =>
      db
        .selectFrom('sessions')
        .selectAll('sessions')
        .where('sessions.user_id', '=', rowId(userId))
        .orderBy('sessions.id', 'desc')
        .limit(MOST_SESSIONS_LISTED)
        .execute(),
    );
    return rows.map(toSession);
  }

  deleteSession({ id, userId }: { readonly id: string; readonly userId: string }, note: AuditNote): Promise<void> {
    return this.#database.write(async (trx) => {
      const gone = await trx
        .deleteFrom('sessions')
        .where('sessions.id', '=', rowId(id))
        .where('sessions.user_id', '=', rowId(userId))
        .returning('sessions.id')
        .executeTakeFirst();
      if (!gone) throw new TocsinError('not_found', 'There is no such session.');
      await insertNote(trx, note);
    });
  }
}

/** One bounded step; the number of rows tells whether another is worth while. */
export async function deleteEnded(trx: Transaction<Tables>, ended: EndedSessions): Promise<number> {
  const batch = trx
    .selectFrom('sessions')
    .select('sessions.id')
    .where((is) =>
      is.or([is('sessions.expires_at', '<', ended.expiredBefore), is('sessions.last_seen_at', '<', ended.idleBefore)]),
    )
    .limit(ended.limit);
  const { numDeletedRows } = await trx.deleteFrom('sessions').where('sessions.id', 'in', batch).executeTakeFirst();
  return Number(numDeletedRows);
}

function toSession(row: Selectable<SessionsTable>): Session {
  return {
    id: String(row.id),
    userId: String(row.user_id),
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    address: row.address,
    userAgent: row.user_agent,
  };
}

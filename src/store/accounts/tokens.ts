// API tokens of programs, by their hash.
import type { Selectable } from 'kysely';
import type { ApiToken, AuditNote } from '../../core/account.ts';
import type { NewToken } from '../../core/account-change.ts';
import { TocsinError } from '../../core/errors.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import type { Database } from '../door/database.ts';
import { idBelow, rowsFor, toPage } from '../keyset.ts';
import { rowId } from '../row-id.ts';
import type { ApiTokensTable } from '../tables/account-tables.ts';
import { insertNote } from './audit.ts';

/** They outlive the user who made them: `createdBy` is a name, not a reference. */
export class Tokens {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  createToken(token: NewToken, note: AuditNote): Promise<ApiToken> {
    return this.#database.write(async (trx) => {
      const row = await trx
        .insertInto('api_tokens')
        .values({
          name: token.name,
          scope: token.scope,
          hint: token.hint,
          token_hash: token.tokenHash,
          created_by: token.createdBy,
          created_at: token.createdAt,
          expires_at: token.expiresAt,
          last_used_at: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await insertNote(trx, note);
      return toToken(row);
    });
  }

  async findToken(tokenHash: string): Promise<ApiToken | undefined> {
    const row = await this.#database.read((db) =>
      db
        .selectFrom('api_tokens')
        .selectAll('api_tokens')
        .where('api_tokens.token_hash', '=', tokenHash)
        .executeTakeFirst(),
    );
    return row && toToken(row);
  }

  async findTokenById(id: string): Promise<ApiToken | undefined> {
    const row = await this.#database.read((db) =>
      db.selectFrom('api_tokens').selectAll('api_tokens').where('api_tokens.id', '=', rowId(id)).executeTakeFirst(),
    );
    return row && toToken(row);
  }

  /** Never moves the time back, so that two requests may finish in any order. */
  async touchToken(id: string, lastUsedAt: number): Promise<void> {
    await this.#database.write((trx) =>
      trx
        .updateTable('api_tokens')
        .set({ last_used_at: lastUsedAt })
        .where('api_tokens.id', '=', rowId(id))
        .where((is) =>
          is.or([is('api_tokens.last_used_at', 'is', null), is('api_tokens.last_used_at', '<', lastUsedAt)]),
        )
        .execute(),
    );
  }

  async listTokens({ limit, cursor }: PageRequest): Promise<Page<ApiToken>> {
    const below = idBelow('tokens', cursor);
    const rows = await this.#database.read((db) =>
      db
        .selectFrom('api_tokens')
        .selectAll('api_tokens')
        .where('api_tokens.id', '<', below)
        .orderBy('api_tokens.id', 'desc')
        .limit(rowsFor(limit))
        .execute(),
    );
    return toPage(rows, { list: 'tokens', limit, map: toToken });
  }

  deleteToken(id: string, note: AuditNote): Promise<void> {
    return this.#database.write(async (trx) => {
      const gone = await trx
        .deleteFrom('api_tokens')
        .where('api_tokens.id', '=', rowId(id))
        .returning('api_tokens.id')
        .executeTakeFirst();
      if (!gone) throw new TocsinError('not_found', 'There is no such token.');
      await insertNote(trx, note);
    });
  }
}

function toToken(row: Selectable<ApiTokensTable>): ApiToken {
  return {
    id: String(row.id),
    name: row.name,
    scope: row.scope,
    hint: row.hint,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}

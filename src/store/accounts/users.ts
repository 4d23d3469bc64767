// The people who may log in.
import type { Selectable, Transaction } from 'kysely';
import type { AuditNote, User } from '../../core/account.ts';
import type { NewUser, UserChange } from '../../core/account-change.ts';
import { TocsinError } from '../../core/errors.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import type { Database } from '../door/database.ts';
import { idBelow, rowsFor, toPage } from '../keyset.ts';
import { NO_ROW, rowId } from '../row-id.ts';
import type { UsersTable } from '../tables/account-tables.ts';
import type { Tables } from '../tables.ts';
import { insertNote } from './audit.ts';

type UserRow = Selectable<UsersTable>;

/** Changes run one after the other on both databases, so that "the first user" and "the last administrator" are facts, not guesses. */
export class Users {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async hasUsers(): Promise<boolean> {
    return this.#database.read(anyUser);
  }

  async findUser(id: string): Promise<User | undefined> {
    const row = await this.#database.read((db) =>
      db.selectFrom('users').selectAll('users').where('users.id', '=', rowId(id)).executeTakeFirst(),
    );
    return row && toUser(row);
  }

  async findCredentials(username: string): Promise<{ readonly user: User; readonly passwordHash: string } | undefined> {
    const row = await this.#database.read((db) =>
      db
        .selectFrom('users')
        .selectAll('users')
        .where('users.username_lower', '=', asciiLower(username))
        .executeTakeFirst(),
    );
    return row && { user: toUser(row), passwordHash: row.password_hash };
  }

  async listUsers({ limit, cursor }: PageRequest): Promise<Page<User>> {
    const below = idBelow('users', cursor);
    const rows = await this.#database.read((db) =>
      db
        .selectFrom('users')
        .selectAll('users')
        .where('users.id', '<', below)
        .orderBy('users.id', 'desc')
        .limit(rowsFor(limit))
        .execute(),
    );
    return toPage(rows, { list: 'users', limit, map: toUser });
  }

  createUser(user: NewUser, note: AuditNote): Promise<User> {
    return this.#change((trx) => insertUser(trx, user, note));
  }

  createFirstUser(user: NewUser, note: AuditNote): Promise<User | undefined> {
    return this.#change(async (trx) => ((await anyUser(trx)) ? undefined : insertUser(trx, user, note)));
  }

  changeUser(id: string, change: UserChange, note: AuditNote): Promise<User> {
    return this.#change(async (trx) => {
      const before = await requireUser(trx, id);
      const role = change.role ?? before.role;
      if (before.role === 'admin' && role !== 'admin') await requireAnotherAdmin(trx, before.id);
      const row = await trx
        .updateTable('users')
        .set({ role, password_hash: change.passwordHash ?? before.password_hash, updated_at: change.updatedAt })
        .where('users.id', '=', before.id)
        .returningAll()
        .executeTakeFirstOrThrow();
      if (role !== before.role || change.passwordHash !== undefined)
        await endSessions(trx, before.id, rowId(change.keepSessionId ?? ''));
      await insertNote(trx, note);
      return toUser(row);
    });
  }

  deleteUser(id: string, note: AuditNote): Promise<void> {
    return this.#change(async (trx) => {
      const user = await requireUser(trx, id);
      if (user.role === 'admin') await requireAnotherAdmin(trx, user.id);
      await endSessions(trx, user.id, NO_ROW);
      await trx.deleteFrom('users').where('users.id', '=', user.id).execute();
      await insertNote(trx, note);
    });
  }

  #change<T>(work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
    return this.#database.write(async (trx) => {
      await this.#database.alone(trx, 'users');
      return work(trx);
    });
  }
}

async function anyUser(db: Pick<Transaction<Tables>, 'selectFrom'>): Promise<boolean> {
  return (await db.selectFrom('users').select('users.id').limit(1).executeTakeFirst()) !== undefined;
}

async function insertUser(trx: Transaction<Tables>, user: NewUser, note: AuditNote): Promise<User> {
  const row = await trx
    .insertInto('users')
    .values({
      username: user.username,
      username_lower: asciiLower(user.username),
      role: user.role,
      password_hash: user.passwordHash,
      created_at: user.createdAt,
      updated_at: user.createdAt,
      last_login_at: null,
    })
    .onConflict((conflict) => conflict.column('username_lower').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new TocsinError('conflict', `A user with the name "${user.username}" exists already.`);
  await insertNote(trx, note);
  return toUser(row);
}

async function requireUser(trx: Transaction<Tables>, id: string): Promise<UserRow> {
  const row = await trx.selectFrom('users').selectAll('users').where('users.id', '=', rowId(id)).executeTakeFirst();
  if (!row) throw new TocsinError('not_found', 'There is no such user.');
  return row;
}

async function requireAnotherAdmin(trx: Transaction<Tables>, id: number): Promise<void> {
  const other = await trx
    .selectFrom('users')
    .select('users.id')
    .where('users.role', '=', 'admin')
    .where('users.id', '!=', id)
    .limit(1)
    .executeTakeFirst();
  if (!other)
    throw new TocsinError('refused', 'This is the last administrator: make another user an administrator first.');
}

async function endSessions(trx: Transaction<Tables>, userId: number, keep: number): Promise<void> {
  await trx.deleteFrom('sessions').where('sessions.user_id', '=', userId).where('sessions.id', '!=', keep).execute();
}

/** Only ASCII letters: the same on both databases and in every locale. */
function asciiLower(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

export function toUser(row: Omit<UserRow, 'password_hash' | 'username_lower'>): User {
  return {
    id: String(row.id),
    username: row.username,
    role: row.role,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    lastLoginAt: row.last_login_at,
  };
}

import type { Actor, Role, User } from '../core/account.ts';
import type { Clock } from '../core/clock.ts';
import { TocsinError } from '../core/errors.ts';
import type { Page, PageRequest } from '../core/page.ts';
import type { AccessOccurrences } from '../telemetry/occurrences/access.ts';
import type { UserStore } from './account-store.ts';
import { type Act, auditNote, type RequestOrigin } from './audit-note.ts';
import { credentialFaults } from './passwords/credential-rules.ts';
import type { PasswordHasher } from './passwords/password-hasher.ts';

export interface WantedUser {
  readonly username: string;
  readonly password: string;
  readonly role: Role;
}

export interface WantedChange {
  readonly role?: Role | undefined;
  readonly password?: string | undefined;
  /** The session that survives a change of password; absent, none does. */
  readonly keepSessionId?: string | undefined;
}

export interface AccountsOptions {
  readonly store: UserStore;
  readonly passwords: PasswordHasher;
  readonly clock: Clock;
  readonly occurrences: AccessOccurrences;
}

/** Makes, changes and deletes the accounts of people; each change stands in the audit trail. */
export class Accounts {
  readonly #store: UserStore;
  readonly #passwords: PasswordHasher;
  readonly #clock: Clock;
  readonly #occurrences: AccessOccurrences;

  constructor(options: AccountsOptions) {
    this.#store = options.store;
    this.#passwords = options.passwords;
    this.#clock = options.clock;
    this.#occurrences = options.occurrences;
  }

  list(page: PageRequest): Promise<Page<User>> {
    return this.#store.listUsers(page);
  }

  async get(id: string): Promise<User> {
    const user = await this.#store.findUser(id);
    if (!user) throw new TocsinError('not_found', `There is no user with the id ${id}.`);
    return user;
  }

  none(): Promise<boolean> {
    return this.#store.hasUsers().then((some) => !some);
  }

  async create(wanted: WantedUser, actor: Actor, origin: RequestOrigin): Promise<User> {
    const user = await this.#prepared(wanted);
    return this.#audited(
      origin,
      { at: user.createdAt, actor, action: 'user_created', subject: wanted.username },
      (note) => this.#store.createUser(user, note),
    );
  }

  /** Makes the very first account; undefined when there is one already, whoever was faster. */
  async createFirst(wanted: WantedUser, actor: Actor, origin: RequestOrigin): Promise<User | undefined> {
    const user = await this.#prepared(wanted);
    const note = auditNote(origin, { at: user.createdAt, actor, action: 'user_created', subject: wanted.username });
    const created = await this.#store.createFirstUser(user, note);
    if (created) this.#occurrences.changeRecorded(note);
    return created;
  }

  async change(
    user: User,
    wanted: WantedChange,
    by: { readonly actor: Actor; readonly origin: RequestOrigin },
  ): Promise<User> {
    const { role, password, keepSessionId } = wanted;
    refuseFaults(password === undefined ? {} : { username: user.username, password });
    const passwordHash = password === undefined ? undefined : await this.#passwords.hash(password);
    const at = this.#clock.now();
    const action = password === undefined ? 'user_role_changed' : 'user_password_changed';
    const subject = role === undefined ? user.username : `${user.username} (role ${role})`;
    return this.#audited(by.origin, { at, actor: by.actor, action, subject }, (note) =>
      this.#store.changeUser(user.id, { role, passwordHash, updatedAt: at, keepSessionId }, note),
    );
  }

  async delete(user: User, actor: Actor, origin: RequestOrigin): Promise<void> {
    await this.#audited(
      origin,
      { at: this.#clock.now(), actor, action: 'user_deleted', subject: user.username },
      (note) => this.#store.deleteUser(user.id, note),
    );
  }

  async #prepared({ username, password, role }: WantedUser) {
    refuseFaults({ username, password });
    return { username, role, passwordHash: await this.#passwords.hash(password), createdAt: this.#clock.now() };
  }

  async #audited<Result>(
    origin: RequestOrigin,
    act: Act,
    write: (note: ReturnType<typeof auditNote>) => Promise<Result>,
  ): Promise<Result> {
    const note = auditNote(origin, act);
    const result = await write(note);
    this.#occurrences.changeRecorded(note);
    return result;
  }
}

function refuseFaults(wanted: { readonly username?: string; readonly password?: string }): void {
  const details = credentialFaults(wanted);
  if (details.length > 0) throw new TocsinError('refused', details[0]?.message ?? 'Refused.', { details });
}

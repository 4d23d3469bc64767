// Makes, changes and deletes the accounts of people; each change stands in the audit trail.
import type { Role, User } from '../core/account.ts';
import type { Clock } from '../core/clock.ts';
import { TocsinError } from '../core/errors.ts';
import type { Page, PageRequest } from '../core/page.ts';
import type { AccessOccurrences } from '../telemetry/occurrences/access.ts';
import type { UserStore } from './account-store.ts';
import { audited, auditNote, type By } from './audited.ts';
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

  async create(wanted: WantedUser, by: By): Promise<User> {
    const user = await this.#prepared(wanted);
    const note = auditNote(by, { at: user.createdAt, action: 'user_created', subject: user.username });
    return audited(note, () => this.#store.createUser(user, note), this.#occurrences);
  }

  /** Makes the very first account; undefined when there is one already, whoever was faster. */
  async createFirst(wanted: WantedUser, by: By): Promise<User | undefined> {
    const user = await this.#prepared(wanted);
    const note = auditNote(by, { at: user.createdAt, action: 'user_created', subject: user.username });
    const created = await this.#store.createFirstUser(user, note);
    if (created) this.#occurrences.changeRecorded(note);
    return created;
  }

  async change(user: User, wanted: WantedChange, by: By): Promise<User> {
    const { role, password, keepSessionId } = wanted;
    refuseFaults(password === undefined ? {} : { username: user.username, password });
    const passwordHash = password === undefined ? undefined : await this.#passwords.hash(password);
    const at = this.#clock.now();
    const action = password === undefined ? 'user_role_changed' : 'user_password_changed';
    const subject = role === undefined ? user.username : `${user.username} (role ${role})`;
    const note = auditNote(by, { at, action, subject });
    const change = { role, passwordHash, updatedAt: at, keepSessionId };
    return audited(note, () => this.#store.changeUser(user.id, change, note), this.#occurrences);
  }

  async delete(user: User, by: By): Promise<void> {
    const note = auditNote(by, { at: this.#clock.now(), action: 'user_deleted', subject: user.username });
    await audited(note, () => this.#store.deleteUser(user.id, note), this.#occurrences);
  }

  async #prepared({ username, password, role }: WantedUser) {
    refuseFaults({ username, password });
    return { username, role, passwordHash: await this.#passwords.hash(password), createdAt: this.#clock.now() };
  }
}

function refuseFaults(wanted: { readonly username?: string; readonly password?: string }): void {
  const details = credentialFaults(wanted);
  if (details.length > 0) throw new TocsinError('refused', details[0]?.message ?? 'Refused.', { details });
}

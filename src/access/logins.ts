// Lets people in by name and password. Neither the words nor the time of a refusal tell whether there is such an account.
import type { User } from '../core/account.ts';
import type { Clock } from '../core/clock.ts';
import { TocsinError } from '../core/errors.ts';
import type { AccessOccurrences } from '../telemetry/occurrences/access.ts';
import type { AuditStore, UserStore } from './account-store.ts';
import { audited, auditNote, type RequestOrigin } from './audited.ts';
import { LoginThrottle } from './login-throttle.ts';
import type { PasswordHasher } from './passwords/password-hasher.ts';
import type { OpenedSession, Sessions } from './sessions.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Whose password was right, and by which hash: it may be changed a moment later. */
export interface Confirmed {
  readonly user: User;
  readonly passwordHash: string;
}

type Refusal = 'unknown_user' | 'wrong_password';

const NOBODY = '(no such user)';

export interface LoginOptions {
  readonly users: Pick<UserStore, 'findCredentials'>;
  readonly audit: Pick<AuditStore, 'recordAudit'>;
  readonly sessions: Sessions;
  readonly passwords: PasswordHasher;
  readonly clock: Clock;
  readonly occurrences: AccessOccurrences;
}

export class Logins {
  readonly #users: LoginOptions['users'];
  readonly #audit: LoginOptions['audit'];
  readonly #sessions: Sessions;
  readonly #passwords: PasswordHasher;
  readonly #clock: Clock;
  readonly #occurrences: AccessOccurrences;
  readonly #throttle: LoginThrottle;

  constructor(options: LoginOptions) {
    this.#users = options.users;
    this.#audit = options.audit;
    this.#sessions = options.sessions;
    this.#passwords = options.passwords;
    this.#clock = options.clock;
    this.#occurrences = options.occurrences;
    this.#throttle = new LoginThrottle(options.clock);
  }

  async login(credentials: Credentials, origin: RequestOrigin): Promise<OpenedSession & { readonly user: User }> {
    const { user, passwordHash } = await this.confirm(credentials, origin);
    const opened = await this.#sessions.open(user, origin, passwordHash);
    return { ...opened, user };
  }

  /** The account that these credentials open; a refusal is throttled, logged and recorded in the same way wherever a password is asked for. */
  async confirm(credentials: Credentials, origin: RequestOrigin): Promise<Confirmed> {
    const { username } = credentials;
    const clientIp = origin.address;
    const admission = this.#throttle.begin({ address: clientIp, username });
    if (!admission.admitted) return this.#turnAway(admission, clientIp);
    const checked = await this.#check(credentials).catch((error: unknown) => {
      admission.withdrawn();
      throw error;
    });
    if (typeof checked === 'string') return this.#refuse(username, checked, origin);
    admission.succeeded();
    this.#occurrences.loginAttempted({ username, success: true, clientIp });
    return checked;
  }

  async #check({ username, password }: Credentials): Promise<Confirmed | Refusal> {
    const found = await this.#users.findCredentials(username);
    const right = await this.#passwords.verify(password, found?.passwordHash);
    if (!found) return 'unknown_user';
    return right ? found : 'wrong_password';
  }

  #turnAway(
    refusal: { readonly scope: 'account' | 'address'; readonly retryAfterSeconds: number },
    clientIp: string,
  ): never {
    const { scope, retryAfterSeconds } = refusal;
    this.#occurrences.loginThrottled({ scope, clientIp, retryAfterSeconds });
    throw new TocsinError('too_many_requests', `Too many failed logins; try again in ${retryAfterSeconds} s.`, {
      retryAfterSeconds,
    });
  }

  async #refuse(username: string, reason: Refusal, origin: RequestOrigin): Promise<never> {
    this.#occurrences.loginAttempted({ username, success: false, clientIp: origin.address, reason });
    // What is no name of ours may be a password in the wrong field: it is kept nowhere.
    const name = reason === 'unknown_user' ? NOBODY : username.toLowerCase();
    const by = { actor: { kind: 'user', id: '', name }, origin } as const;
    const note = auditNote(by, { at: this.#clock.now(), action: 'login_failed', subject: name });
    await audited(note, () => this.#audit.recordAudit(note), this.#occurrences);
    throw new TocsinError('unauthenticated', 'The user name or the password is wrong.');
  }
}

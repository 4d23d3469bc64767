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

export interface LoginOptions {
  readonly users: Pick<UserStore, 'findCredentials'>;
  readonly audit: Pick<AuditStore, 'recordAudit'>;
  readonly sessions: Sessions;
  readonly passwords: PasswordHasher;
  readonly clock: Clock;
  readonly occurrences: AccessOccurrences;
}

/** Lets people in by name and password. Neither the words nor the time of a refusal tell whether there is such an account. */
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
    const user = await this.confirm(credentials, origin);
    const opened = await this.#sessions.open(user, origin);
    return { ...opened, user };
  }

  /** The account that these credentials open; a refusal is throttled, logged and recorded in the same way wherever a password is asked for. */
  async confirm({ username, password }: Credentials, origin: RequestOrigin): Promise<User> {
    const admission = this.#throttle.begin({ address: origin.address, username });
    const clientIp = origin.address;
    if (!admission.admitted) {
      const seconds = admission.retryAfterSeconds;
      this.#occurrences.loginThrottled({ scope: admission.scope, clientIp, retryAfterSeconds: seconds });
      throw new TocsinError('too_many_requests', `Too many failed logins; try again in ${seconds} s.`, {
        retryAfterSeconds: seconds,
      });
    }
    const found = await this.#users.findCredentials(username);
    const right = await this.#passwords.verify(password, found?.passwordHash);
    if (!found) return this.#refuse(username, 'unknown_user', origin);
    if (!right) return this.#refuse(username, 'wrong_password', origin);
    admission.succeeded();
    this.#occurrences.loginAttempted({ username, success: true, clientIp });
    return found.user;
  }

  async #refuse(username: string, reason: 'unknown_user' | 'wrong_password', origin: RequestOrigin): Promise<never> {
    this.#occurrences.loginAttempted({ username, success: false, clientIp: origin.address, reason });
    const name = printable(username);
    const by = { actor: { kind: 'user', id: '', name }, origin } as const;
    const note = auditNote(by, { at: this.#clock.now(), action: 'login_failed', subject: name });
    await audited(note, () => this.#audit.recordAudit(note), this.#occurrences);
    throw new TocsinError('unauthenticated', 'The user name or the password is wrong.');
  }
}

/** A stranger chose this text: it is cut, and rid of what no name has. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 64);
}

// A person's stay: opened at login under a new secret, found by the cookie, ended by time or by its owner.
import type { Session, User } from '../core/account.ts';
import type { Clock } from '../core/clock.ts';
import { isTocsinError } from '../core/errors.ts';
import type { AccessOccurrences } from '../telemetry/occurrences/access.ts';
import type { SessionStore } from './account-store.ts';
import { audited, auditNote, byUser, type RequestOrigin } from './audited.ts';
import { hashToken, newSessionToken } from './opaque-token.ts';
import type { Principal } from './principal.ts';

/** Writing "last seen" at every request would make each read a write; a minute is exact enough. */
const TOUCH_EVERY_MS = 60_000;
const USER_AGENT_LENGTH = 200;

export interface SessionLimits {
  /** A session that was not used for this long has ended. */
  readonly idleMs: number;
  /** Every session ends after this long, used or not. */
  readonly absoluteMs: number;
}

export interface OpenedSession {
  /** What the cookie carries; nobody can read it from the store again. */
  readonly token: string;
  readonly session: Session;
}

export interface SessionsOptions {
  readonly store: SessionStore;
  readonly clock: Clock;
  readonly limits: SessionLimits;
  readonly occurrences: AccessOccurrences;
}

export class Sessions {
  readonly #store: SessionStore;
  readonly #clock: Clock;
  readonly #limits: SessionLimits;
  readonly #occurrences: AccessOccurrences;

  constructor(options: SessionsOptions) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#limits = options.limits;
    this.#occurrences = options.occurrences;
  }

  get limits(): SessionLimits {
    return this.#limits;
  }

  /** With the hash by which the password was found right, it is refused when the password has been changed since. */
  async open(user: User, origin: RequestOrigin, verifiedHash?: string): Promise<OpenedSession> {
    const token = newSessionToken();
    const at = this.#clock.now();
    const made = {
      tokenHash: token.hash,
      verifiedHash,
      userId: user.id,
      createdAt: at,
      expiresAt: at + this.#limits.absoluteMs,
      address: origin.address,
      userAgent: origin.userAgent.slice(0, USER_AGENT_LENGTH),
    };
    const note = auditNote(byUser(user, origin), { at, action: 'session_created', subject: user.username });
    const session = await audited(note, () => this.#store.createSession(made, note), this.#occurrences);
    return { token: token.text, session };
  }

  /** The person behind a cookie, or undefined when it is none of ours or its time is over. */
  async find(token: string): Promise<Principal | undefined> {
    const found = await this.#store.findSession(hashToken(token));
    if (!found) return undefined;
    const now = this.#clock.now();
    const { session, user } = found;
    if (isEnded(session, now, this.#limits)) return undefined;
    if (now - session.lastSeenAt >= TOUCH_EVERY_MS) await this.#touch(session.id, now);
    return { kind: 'user', user, session };
  }

  /** Without those that have ended and wait to be cleaned away. */
  async list(userId: string): Promise<readonly Session[]> {
    const sessions = await this.#store.listSessions(userId);
    const now = this.#clock.now();
    return sessions.filter((session) => !isEnded(session, now, this.#limits));
  }

  /** Ends a session of this user; `not_found` when it is somebody else's. */
  async end(id: string, user: User, origin: RequestOrigin): Promise<void> {
    const act = { at: this.#clock.now(), action: 'session_revoked', subject: user.username } as const;
    const note = auditNote(byUser(user, origin), act);
    await audited(note, () => this.#store.deleteSession({ id, userId: user.id }, note), this.#occurrences);
  }

  /** A store that cannot be written just now is no reason to turn a reader away. */
  async #touch(id: string, now: number): Promise<void> {
    try {
      await this.#store.touchSession(id, now);
    } catch (error) {
      if (!isTocsinError(error, 'store_unavailable') && !isTocsinError(error, 'too_many_requests')) throw error;
    }
  }
}

function isEnded(session: Session, now: number, limits: SessionLimits): boolean {
  return now >= session.expiresAt || now - session.lastSeenAt >= limits.idleMs;
}

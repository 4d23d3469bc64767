// What programs log in with: made by an administrator, shown once, valid until it expires or is deleted.
import type { ApiToken, TokenScope } from '../core/account.ts';
import { fieldRefusal } from '../core/changes/field-refusal.ts';
import type { Clock } from '../core/clock.ts';
import { isTocsinError, TocsinError } from '../core/errors.ts';
import type { Page, PageRequest } from '../core/page.ts';
import type { AccessOccurrences } from '../telemetry/occurrences/access.ts';
import type { TokenStore } from './account-store.ts';
import { audited, auditNote, type By } from './audited.ts';
import { hashToken, looksLikeApiToken, newApiToken } from './opaque-token.ts';
import type { Principal } from './principal.ts';

const TOUCH_EVERY_MS = 60_000;

export interface WantedToken {
  readonly name: string;
  readonly scope: TokenScope;
  readonly expiresAt: number | null;
}

export class ApiTokens {
  readonly #store: TokenStore;
  readonly #clock: Clock;
  readonly #occurrences: AccessOccurrences;

  constructor(options: { readonly store: TokenStore; readonly clock: Clock; readonly occurrences: AccessOccurrences }) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#occurrences = options.occurrences;
  }

  async create(wanted: WantedToken, by: By): Promise<{ readonly token: ApiToken; readonly text: string }> {
    const at = this.#clock.now();
    refusePast(wanted.expiresAt, at);
    const { text, hash, hint } = newApiToken();
    const note = auditNote(by, { at, action: 'token_created', subject: wanted.name });
    const made = { ...wanted, hint, tokenHash: hash, createdBy: by.actor.name, createdAt: at };
    const token = await audited(note, () => this.#store.createToken(made, note), this.#occurrences);
    return { token, text };
  }

  /** The program behind a bearer token, or undefined when it is none of ours or has expired. */
  async find(text: string, clientIp: string): Promise<Principal | undefined> {
    const tokenHash = hashToken(text);
    const token = looksLikeApiToken(text) ? await this.#store.findToken(tokenHash) : undefined;
    const now = this.#clock.now();
    const expired = token !== undefined && token.expiresAt !== null && now >= token.expiresAt;
    if (!token || expired) {
      this.#occurrences.tokenRefused({ tokenHash, clientIp, reason: expired ? 'expired' : 'unknown' });
      return undefined;
    }
    if (now - (token.lastUsedAt ?? 0) >= TOUCH_EVERY_MS) await this.#touch(token.id, now);
    return { kind: 'token', token };
  }

  async get(id: string): Promise<ApiToken> {
    const token = await this.#store.findTokenById(id);
    if (!token) throw new TocsinError('not_found', `There is no token with the id ${id}.`);
    return token;
  }

  list(page: PageRequest): Promise<Page<ApiToken>> {
    return this.#store.listTokens(page);
  }

  async delete(id: string, by: By): Promise<void> {
    const token = await this.get(id);
    const note = auditNote(by, { at: this.#clock.now(), action: 'token_deleted', subject: token.name });
    await audited(note, () => this.#store.deleteToken(id, note), this.#occurrences);
  }

  /** A store that cannot be written just now is no reason to turn a reader away. */
  async #touch(id: string, now: number): Promise<void> {
    try {
      await this.#store.touchToken(id, now);
    } catch (error) {
      if (!isTocsinError(error, 'store_unavailable') && !isTocsinError(error, 'too_many_requests')) throw error;
    }
  }
}

function refusePast(expiresAt: number | null, now: number): void {
  if (expiresAt === null || expiresAt > now) return;
  throw fieldRefusal('refused', 'expires_at', 'This time has passed already.');
}

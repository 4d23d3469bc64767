import { type ReadonlySignal, signal } from '@preact/signals';
import { ApiError, asApiError } from '../api/api-error.ts';
import type { Credentials, User } from '../api/shapes.ts';
import type { Api } from '../api/tocsin-api.ts';

export type SessionState =
  | { readonly kind: 'unknown' }
  /** The server could not say who we are; `message` says why. */
  | { readonly kind: 'unreachable'; readonly message: string }
  /** There is no account yet. */
  | { readonly kind: 'setup' }
  | { readonly kind: 'nobody' }
  /** The server no longer knows whom it knew a moment ago. */
  | { readonly kind: 'ended'; readonly user: User }
  /** `isFirst`: who has just made the first account. `isDemo`: everybody is let in, and all that there is to see is invented. */
  | { readonly kind: 'somebody'; readonly user: User; readonly isFirst?: true; readonly isDemo?: true };

type SessionApi = Pick<Api, 'whoami' | 'isSetupRequired' | 'login' | 'setUp' | 'logout'>;

/** Who uses this browser: asked once at the start, then kept up by logging in, logging out, and every 401. */
export class SessionKeeper {
  readonly #api: SessionApi;
  readonly #state = signal<SessionState>({ kind: 'unknown' });

  constructor(api: SessionApi) {
    this.#api = api;
  }

  get state(): ReadonlySignal<SessionState> {
    return this.#state;
  }

  /** Asks the server who we are. It never rejects. */
  async begin(): Promise<void> {
    this.#state.value = await this.#ask().catch(unreachable);
  }

  /** Somebody may have logged in beside this page: where it waits for that, it asks. It never rejects. */
  async lookAgain(): Promise<void> {
    if (!this.#waitsForLogin) return;
    const found = await this.#ask().catch(() => undefined);
    if (this.#waitsForLogin && found?.kind === 'somebody') this.#state.value = found;
  }

  get #waitsForLogin(): boolean {
    const { kind } = this.#state.value;
    return kind === 'ended' || kind === 'nobody';
  }

  async login(credentials: Credentials): Promise<void> {
    const { user } = await this.#api.login(credentials);
    this.#state.value = { kind: 'somebody', user };
  }

  async setUp(wanted: Credentials & { readonly token: string }): Promise<void> {
    const { user } = await this.#api.setUp(wanted);
    this.#state.value = { kind: 'somebody', user, isFirst: true };
  }

  /** It never rejects: where the server does not answer, the cookie that only it can take away is still there, and the state says so. */
  async logout(): Promise<void> {
    this.#state.value = await this.#api.logout().then(() => ({ kind: 'nobody' as const }), unreachable);
  }

  /**
   * The server no longer knows us: the session expired, or somebody ended it. Resolves with the next login, or when the signal aborts: is it whoever was lost?
   * Where nobody could be lost, it does so at once.
   */
  async lost(stop?: AbortSignal): Promise<boolean> {
    const state = this.#state.value;
    if (state.kind !== 'somebody' && state.kind !== 'ended') return false;
    const { user } = state;
    this.#state.value = { kind: 'ended', user };
    await this.known(stop);
    return this.#isHere(user);
  }

  #isHere({ id }: User): boolean {
    const state = this.#state.value;
    return state.kind === 'somebody' && state.user.id === id;
  }

  /** Resolves as soon as no ended session stands in the way of questions, or when the signal aborts. */
  known(stop?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const over = new AbortController();
      const end = (): void => {
        over.abort();
        resolve();
      };
      stop?.addEventListener('abort', end, { signal: over.signal });
      const unsubscribe = this.#state.subscribe(({ kind }) => {
        if (kind !== 'ended' || stop?.aborted) end();
      });
      if (over.signal.aborted) unsubscribe();
      else over.signal.addEventListener('abort', unsubscribe);
    });
  }

  async #ask(): Promise<SessionState> {
    try {
      const { user, is_demo: isDemo } = await this.#api.whoami();
      if (user) return { kind: 'somebody', user, ...(isDemo && { isDemo }) };
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'unauthenticated') throw error;
    }
    const { setup_required: required } = await this.#api.isSetupRequired();
    return required ? { kind: 'setup' } : { kind: 'nobody' };
  }
}

function unreachable(error: unknown): SessionState {
  return { kind: 'unreachable', message: asApiError(error).message };
}

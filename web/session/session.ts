import { type ReadonlySignal, signal } from '@preact/signals';
import { ApiError, asApiError } from '../api/api-error.ts';
import type { User } from '../api/shapes.ts';
import type { Api, Credentials } from '../api/tocsin-api.ts';

export type SessionState =
  | { readonly kind: 'unknown' }
  /** The server could not say who we are; `message` says why. */
  | { readonly kind: 'unreachable'; readonly message: string }
  /** There is no account yet. */
  | { readonly kind: 'setup' }
  /** `ended`: somebody was logged in here until a moment ago. */
  | { readonly kind: 'nobody'; readonly ended: boolean }
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
    this.#state.value = await this.#api.logout().then(() => ({ kind: 'nobody' as const, ended: false }), unreachable);
  }

  /** The server no longer knows us: the session expired, or somebody ended it. */
  lost(): void {
    if (this.#state.value.kind === 'somebody') this.#state.value = { kind: 'nobody', ended: true };
  }

  async #ask(): Promise<SessionState> {
    try {
      const { user, is_demo: isDemo } = await this.#api.whoami();
      if (user) return { kind: 'somebody', user, ...(isDemo && { isDemo }) };
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'unauthenticated') throw error;
    }
    const { setup_required: required } = await this.#api.isSetupRequired();
    return required ? { kind: 'setup' } : { kind: 'nobody', ended: false };
  }
}

function unreachable(error: unknown): SessionState {
  return { kind: 'unreachable', message: asApiError(error).message };
}

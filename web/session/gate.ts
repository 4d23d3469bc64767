import { returnPath } from './return-path.ts';
import type { SessionState } from './session.ts';

export interface Place {
  readonly path: string;
  /** Path and query, as in the address bar. */
  readonly url: string;
  readonly query: Readonly<Record<string, string>>;
}

/** Where a person must go instead of where they are: to the setup, to the login, back to where they were; undefined when they may stay. */
export function redirectFor(state: SessionState, here: Place): string | undefined {
  switch (state.kind) {
    case 'unknown':
    case 'unreachable':
    // Where they were they stay: the login stands over it.
    case 'ended':
      return undefined;
    case 'setup':
      return here.path === '/setup' ? undefined : '/setup';
    case 'nobody':
      return here.path === '/login' ? undefined : loginPath(here);
    case 'somebody':
      if (here.path === '/setup' && state.isFirst) return '/first-steps';
      return here.path === '/login' || here.path === '/setup' ? returnPath(here.query.to) : undefined;
  }
}

/** The login page, with the way back when there is one worth keeping. */
function loginPath({ path, url }: Place): string {
  return path === '/' || path === '/setup' ? '/login' : `/login?to=${encodeURIComponent(url)}`;
}

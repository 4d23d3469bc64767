import { Accounts } from '../access/accounts.ts';
import { ApiTokens } from '../access/api-tokens.ts';
import { FirstRun } from '../access/first-run.ts';
import { Logins } from '../access/logins.ts';
import { hashOfNobody } from '../access/password.ts';
import { Sessions } from '../access/sessions.ts';
import type { Clock } from '../core/clock.ts';
import type { Store } from '../store/store.ts';
import type { AccessOccurrences } from '../telemetry/occurrences/access.ts';
import type { ServerSettings } from './server-settings.ts';

export interface AccessParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly settings: ServerSettings;
  readonly occurrences: AccessOccurrences;
  /** Where people reach this server. */
  readonly baseUrl: string;
}

/** Everything that decides who comes in, ready to be asked. */
export async function createAccess({ store, clock, settings, occurrences, baseUrl }: AccessParts) {
  const { idleSeconds, absoluteSeconds } = settings.session;
  const limits = { idleMs: idleSeconds * 1000, absoluteMs: absoluteSeconds * 1000 };
  const sessions = new Sessions({ store: store.sessions, clock, limits });
  const accounts = new Accounts({ store: store.users, clock, occurrences });
  const logins = new Logins({ users: store.users, audit: store.audit, sessions, clock, occurrences });
  const tokens = new ApiTokens({ store: store.tokens, clock, occurrences });
  await hashOfNobody();
  const adminPassword = settings.adminPassword?.reveal();
  const firstRun = await FirstRun.begin({ accounts, occurrences, dataDir: settings.dataDir, baseUrl, adminPassword });
  return { accounts, firstRun, logins, sessions, tokens, audit: store.audit };
}

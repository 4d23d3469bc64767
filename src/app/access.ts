// Everything that decides who comes in, ready to be asked.
import { Accounts } from '../access/accounts.ts';
import { ApiTokens } from '../access/api-tokens.ts';
import { FirstRun } from '../access/first-run/first-run.ts';
import { Logins } from '../access/logins.ts';
import { PasswordHasher } from '../access/passwords/password-hasher.ts';
import { Sessions } from '../access/sessions.ts';
import type { Config } from '../config/schema.ts';
import type { Clock } from '../core/clock.ts';
import type { Store } from '../store/store.ts';
import type { AccessOccurrences } from '../telemetry/occurrences/access.ts';
import { sessionLimits } from './session-limits.ts';

export interface AccessParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly config: Config;
  readonly occurrences: AccessOccurrences;
  /** Where people reach this server. */
  readonly baseUrl: string;
}

export async function createAccess({ store, clock, config, occurrences, baseUrl }: AccessParts) {
  const limits = sessionLimits(config);
  const sessions = new Sessions({ store: store.sessions, clock, limits, occurrences });
  const passwords = await PasswordHasher.prepare({ occurrences });
  const accounts = new Accounts({ store: store.users, passwords, clock, occurrences });
  const logins = new Logins({ users: store.users, audit: store.audit, sessions, passwords, clock, occurrences });
  const tokens = new ApiTokens({ store: store.tokens, clock, occurrences });
  const adminPassword = config.adminPassword?.reveal();
  const firstRun = await FirstRun.begin({ accounts, occurrences, dataDir: config.dataDir, baseUrl, adminPassword });
  return { accounts, firstRun, logins, sessions, tokens, audit: store.audit };
}

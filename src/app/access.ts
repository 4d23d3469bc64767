// Everything that decides who comes in, ready to be asked.
import { randomUUID } from 'node:crypto';
import { Accounts } from '../access/accounts.ts';
import { ApiTokens } from '../access/api-tokens.ts';
import { THIS_MACHINE } from '../access/audited.ts';
import { FirstRun } from '../access/first-run/first-run.ts';
import { Logins } from '../access/logins.ts';
import { PasswordHasher } from '../access/passwords/password-hasher.ts';
import type { Principal } from '../access/principal.ts';
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
  /** Everybody is let in as one visitor. */
  readonly isOpen: boolean;
}

export async function createAccess({ store, clock, config, occurrences, baseUrl, isOpen }: AccessParts) {
  const limits = sessionLimits(config);
  const sessions = new Sessions({ store: store.sessions, clock, limits, occurrences });
  const passwords = await PasswordHasher.prepare({ occurrences });
  const accounts = new Accounts({ store: store.users, passwords, clock, occurrences });
  const logins = new Logins({ users: store.users, audit: store.audit, sessions, passwords, clock, occurrences });
  const tokens = new ApiTokens({ store: store.tokens, clock, occurrences });
  const adminPassword = config.adminPassword?.reveal();
  const first = { accounts, occurrences, dataDir: config.dataDir, baseUrl, adminPassword };
  const firstRun = isOpen ? FirstRun.notNeeded(first) : await FirstRun.begin(first);
  const visitor = isOpen ? await makeVisitor(accounts, sessions) : undefined;
  return { accounts, firstRun, logins, sessions, tokens, visitor, audit: store.audit };
}

/** An administrator whose password nobody knows. */
async function makeVisitor(accounts: Accounts, sessions: Sessions): Promise<Principal> {
  const actor = { kind: 'setup', id: '', name: 'demo' } as const;
  const wanted = { username: 'demo', password: randomUUID(), role: 'admin' } as const;
  const user = await accounts.create(wanted, { actor, origin: THIS_MACHINE });
  const { session } = await sessions.open(user, THIS_MACHINE);
  return { kind: 'user', user, session };
}

import type { z } from 'zod';
import type { auditShape } from '../../src/http/resources/audit.ts';
import type { whoami } from '../../src/http/resources/auth.ts';
import type { HealthReport, WatchingReport } from '../../src/http/resources/health.ts';
import type { ruleStatsShape } from '../../src/http/resources/rules/rule-stats.ts';
import type { sessionShape } from '../../src/http/resources/sessions.ts';
import type { SystemReport } from '../../src/http/resources/system.ts';
import type { tokenShape } from '../../src/http/resources/tokens.ts';
import type { userShape } from '../../src/http/resources/users.ts';

// What the API answers, taken from the very schemas by which the server makes its answers, so that the two cannot drift apart.
// Only types come from the server; none of its code is in the bundle.

export type { HealthReport, SystemReport, WatchingReport };
export type Health = HealthReport['status'];
export type User = z.output<typeof userShape>;
export type Session = z.output<typeof sessionShape>;
export type Token = z.output<typeof tokenShape>;
export type NewToken = Token & { readonly token: string };
export type RuleStats = z.output<typeof ruleStatsShape>;
export type AuditEntry = z.output<typeof auditShape>;

export type Whoami = z.output<typeof whoami>;

export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly next_cursor: string | null;
}

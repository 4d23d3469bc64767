// All that Tocsin keeps, on either database.
import type { Audit } from './accounts/audit.ts';
import type { Sessions } from './accounts/sessions.ts';
import type { Tokens } from './accounts/tokens.ts';
import type { Users } from './accounts/users.ts';
import type { BackupOptions, BackupResult, StoreDescription, StoreKind } from './backend/backend.ts';
import type { EventIndexer } from './background/event-indexer.ts';
import type { Housekeeping } from './background/housekeeping.ts';
import type { LeaseTable } from './background/lease-table.ts';
import type { Deliveries } from './deliveries/deliveries.ts';
import type { Triggers } from './deliveries/triggers/triggers.ts';
import type { WriteCheck } from './door/write-health.ts';
import type { EventLog } from './events/event-log.ts';
import type { Mutes } from './rules/mutes.ts';
import type { Rules } from './rules/rules.ts';
import type { RuleHitCounts } from './watching/rule-hits.ts';
import type { Watching } from './watching/watching.ts';

/** Each part fulfils a port that the stage which uses it declares. */
export interface Store {
  readonly kind: StoreKind;
  readonly users: Users;
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  readonly audit: Audit;
  readonly lease: LeaseTable;
  readonly housekeeping: Housekeeping;
  readonly watching: Watching;
  readonly rules: Rules;
  readonly mutes: Mutes;
  readonly events: EventLog;
  readonly triggers: Triggers;
  readonly deliveries: Deliveries;
  readonly eventIndexer: EventIndexer;
  readonly ruleHits: RuleHitCounts;
  /** For health: cheap, and never rejects. */
  checkWritable(): Promise<WriteCheck>;
  describe(): Promise<StoreDescription>;
  /** A consistent copy while the server goes on writing. SQLite: a database file; PostgreSQL: an archive for pg_restore. */
  backup(file: string, options?: BackupOptions): Promise<BackupResult>;
  /** Lets running calls finish (5 s at most). May be called twice. */
  close(): Promise<void>;
}

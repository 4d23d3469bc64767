// Opens the store: takes the data directory or connects, brings the tables up to date, and puts the parts together.
import { hostname } from 'node:os';
import type { Clock } from '../core/clock.ts';
import { isTocsinError } from '../core/errors.ts';
import type { StoreOccurrences } from '../telemetry/occurrences/store.ts';
import { Audit } from './accounts/audit.ts';
import { Sessions } from './accounts/sessions.ts';
import { Tokens } from './accounts/tokens.ts';
import { Users } from './accounts/users.ts';
import type { Backend } from './backend/backend.ts';
import { storeUnavailable } from './backend/store-fault.ts';
import { EventIndexer } from './background/event-indexer.ts';
import { Housekeeping } from './background/housekeeping.ts';
import { LeaseTable } from './background/lease-table.ts';
import { Deliveries } from './deliveries/deliveries.ts';
import { Triggers } from './deliveries/triggers/triggers.ts';
import { Database } from './door/database.ts';
import { EventLog } from './events/event-log.ts';
import { ftsIndex } from './events/text/fts-index.ts';
import { postingIndex } from './events/text/posting-index.ts';
import { isMigrated, migrate } from './migrations/migrate.ts';
import { PostgresBackend } from './postgres/postgres-backend.ts';
import { Mutes } from './rules/mutes.ts';
import { Rules } from './rules/rules.ts';
import { DataDirectoryLock } from './sqlite/data-directory-lock.ts';
import { makePrivateDirectory } from './sqlite/private-files.ts';
import { IN_MEMORY, SqliteBackend } from './sqlite/sqlite-backend.ts';
import type { Store } from './store.ts';
import { RuleHitCounts } from './watching/rule-hits.ts';
import { Watching } from './watching/watching.ts';

export interface OpenStoreOptions {
  /** Where SQLite's files are; made for its owner alone when it is not there. */
  readonly dataDir: string;
  /** PostgreSQL instead, with the password. */
  readonly databaseUrl?: string | undefined;
  readonly clock: Clock;
  readonly occurrences: StoreOccurrences;
  /** Tocsin's own version: it is recorded with every change of the tables, and named when an older program meets them. */
  readonly version: string;
  /** False for a program that works beside the running server, such as `tocsin user`: on SQLite it then leaves the data directory's lock alone. */
  readonly exclusive?: boolean;
  /** How long the start waits for a PostgreSQL server that is not there yet. */
  readonly connectWithinMs?: number;
  /** Ends that wait: the store is then refused with what kept it waiting. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens the store and brings its tables up to date. Refuses with `store_in_use` (another server has the data directory), `store_too_new` (a newer
 * version was here) or `store_unavailable`, each with a sentence for the person who starts it.
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  return options.databaseUrl === undefined ? openSqlite(options) : openPostgres(options, options.databaseUrl);
}

/** Opens a store that lasts no longer than it is open, and writes nothing anywhere. */
export function openStoreInMemory(options: StoreTools): Promise<Store> {
  return prepare(new SqliteBackend(IN_MEMORY, options.clock), options);
}

type StoreTools = Pick<OpenStoreOptions, 'clock' | 'occurrences' | 'version'>;

async function openPostgres(options: OpenStoreOptions, url: string): Promise<Store> {
  const { clock, occurrences, connectWithinMs = 30_000, signal } = options;
  const backend = await PostgresBackend.connect({ url, clock, occurrences, connectWithinMs, signal });
  return prepare(backend, options);
}

async function openSqlite(options: OpenStoreOptions): Promise<Store> {
  const { dataDir, clock, exclusive = true } = options;
  makePrivateDirectory(dataDir);
  const takeLock = () =>
    DataDirectoryLock.take(dataDir, { pid: process.pid, hostname: hostname(), since: clock.now() });
  if (!exclusive) return openBeside(options, takeLock);
  const lock = takeLock();
  try {
    const store = await prepare(new SqliteBackend(dataDir, clock), options);
    // Whoever held the lease was another life of this server, and it is over: nobody needs to wait for its end.
    await store.lease.expire();
    return { ...store, close: () => store.close().finally(() => lock.release()) };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Beside a running server the tables are the server's: only while none runs may another program bring them up to date. */
async function openBeside(options: OpenStoreOptions, takeLock: () => DataDirectoryLock): Promise<Store> {
  const backend = new SqliteBackend(options.dataDir, options.clock);
  let lock: DataDirectoryLock | undefined;
  try {
    if (!(await isMigrated(backend))) lock = takeLock();
  } catch (error) {
    throw await closed(backend, error);
  }
  return prepare(backend, options).finally(() => lock?.release());
}

async function prepare(backend: Backend, { clock, occurrences, version }: StoreTools): Promise<Store> {
  try {
    const started = clock.monotonic();
    const migrations = await migrate(backend, version);
    if (migrations.length > 0) occurrences.migrated({ migrations, seconds: (clock.monotonic() - started) / 1000 });
    const { kind, location, version: databaseVersion } = await backend.describe();
    occurrences.opened({ kind, location, version: databaseVersion });
    return assemble(backend, new Database({ backend, clock, occurrences }), clock);
  } catch (error) {
    throw await closed(backend, error);
  }
}

/** Gives up a backend that could not be prepared; the error for the person who starts it. */
async function closed(backend: Backend, error: unknown): Promise<unknown> {
  await backend.close();
  const fault = isTocsinError(error) ? undefined : backend.explain(error);
  return fault ? storeUnavailable(fault, error) : error;
}

function assemble(backend: Backend, database: Database, clock: Clock): Store {
  const index = backend.kind === 'sqlite' ? ftsIndex : postingIndex;
  return {
    kind: backend.kind,
    users: new Users(database),
    sessions: new Sessions(database),
    tokens: new Tokens(database),
    audit: new Audit(database),
    lease: new LeaseTable(database),
    housekeeping: new Housekeeping(database, index),
    watching: new Watching(database, clock),
    rules: new Rules(database, clock),
    mutes: new Mutes(database),
    events: new EventLog(database, clock, index),
    triggers: new Triggers(database),
    deliveries: new Deliveries(database),
    eventIndexer: new EventIndexer(database, index),
    ruleHits: new RuleHitCounts(database, () => clock.now()),
    checkWritable: () => database.checkWritable(),
    describe: () => database.read(() => backend.describe()),
    backup: (file, options = {}) => database.read(() => backend.backup(file, options)),
    close: () => database.close(),
  };
}

// PostgreSQL through a pool of connections. Reads and transactions share it; a lost server costs the calls that met it, nothing else.
import { Kysely, sql, type Transaction } from 'kysely';
import type { Pool } from 'pg';
import { type PostgresUrl, parsePostgresUrl } from '../../config/postgres-url.ts';
import type { Clock } from '../../core/clock.ts';
import { TocsinError } from '../../core/errors.ts';
import type { StoreOccurrences } from '../../telemetry/occurrences/store.ts';
import {
  type Backend,
  type BackupOptions,
  type BackupResult,
  EXCLUSIVE,
  type ExclusiveName,
  type StoreDescription,
} from '../backend/backend.ts';
import { OFTEN } from '../backend/often.ts';
import { storeUnavailable } from '../backend/store-fault.ts';
import { UNHEARD } from '../backend/unheard.ts';
import type { Tables } from '../tables.ts';
import { backupPostgres } from './postgres-backup.ts';
import { TocsinPostgresDialect } from './postgres-dialect.ts';
import { explainPostgres, isComing } from './postgres-faults.ts';
import { forKysely, openPool } from './postgres-pool.ts';

/** The first of the two numbers of an advisory lock: it keeps ours apart from those of other programs in the same database. */
const OUR_LOCKS = 0x70c51;

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 2_000;

interface Options {
  readonly url: string;
  readonly clock: Clock;
  readonly occurrences: StoreOccurrences;
  /** How long the start waits for a server that is not there yet. */
  readonly connectWithinMs: number;
  /** Ends that wait. */
  readonly signal?: AbortSignal | undefined;
}

export class PostgresBackend implements Backend {
  readonly kind = 'postgres';
  readonly now = sql<number>`extract(epoch from clock_timestamp())::float8`;
  readonly explain = explainPostgres;
  readonly reader: Kysely<Tables>;
  readonly writer: Kysely<Tables>;
  readonly #address: PostgresUrl;
  readonly #pool: Pool;

  private constructor(address: PostgresUrl, pool: Pool, clock: Clock) {
    this.#address = address;
    this.#pool = pool;
    this.writer = new Kysely<Tables>({ dialect: new TocsinPostgresDialect({ pool: forKysely(pool, clock) }) });
    this.reader = this.writer;
  }

  /** Resolves when the server has answered. Waits for one that is starting; one that refuses us ends it at once. */
  static async connect({ url, clock, occurrences, connectWithinMs, signal }: Options): Promise<PostgresBackend> {
    const address = parsePostgresUrl(url);
    if (!address) throw notAnAddress();
    const pool = openPool(url, (reason) => occurrences.connectionLost({ reason }));
    const deadline = clock.monotonic() + connectWithinMs;
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      try {
        (await pool.connect()).release();
        return new PostgresBackend(address, pool, clock);
      } catch (error) {
        const fault = explainPostgres(error);
        if (!fault || !isComing(fault) || clock.monotonic() >= deadline || signal?.aborted) {
          await pool.end();
          const words = `${fault?.words ?? 'the connection could not be made'} (${address.location})`;
          throw storeUnavailable({ reason: fault?.reason ?? 'connection_lost', words }, error);
        }
        occurrences.waitingForDatabase({ reason: fault.words, location: address.location });
      }
      await clock.sleep(wait, signal);
    }
  }

  async alone(trx: Transaction<Tables>, name: ExclusiveName): Promise<void> {
    // Another instance's migrations may take longer than any statement is allowed to.
    if (name === 'migrations')
      for (const limit of ['statement_timeout', 'idle_in_transaction_session_timeout'])
        await sql`set local ${sql.raw(limit)} = 0`.execute(trx);
    await sql`${OFTEN} select pg_advisory_xact_lock(${sql.lit(OUR_LOCKS)}, ${sql.lit(EXCLUSIVE[name])}) ${UNHEARD}`.execute(
      trx,
    );
  }

  /** A server that is away may come back. */
  lost(): undefined {}

  async describe(): Promise<StoreDescription> {
    const answer = await sql<{ version: string; size: number }>`
      select current_setting('server_version') as version, pg_database_size(current_database()) as size`.execute(
      this.reader,
    );
    const row = answer.rows[0];
    return {
      kind: this.kind,
      version: row?.version ?? '',
      location: this.#address.location,
      sizeBytes: row?.size ?? 0,
    };
  }

  backup(file: string, options: BackupOptions): Promise<BackupResult> {
    return backupPostgres(this.#address, file, options);
  }

  async close(): Promise<void> {
    if (!this.#pool.ended && !this.#pool.ending) await this.#pool.end();
  }
}

function notAnAddress(): TocsinError {
  return new TocsinError(
    'config_invalid',
    'TOCSIN_DATABASE_URL is not a PostgreSQL address of the form postgres://user:password@host:5432/database (with %40 for an @ in the password, and the like).',
  );
}

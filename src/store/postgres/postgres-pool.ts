// A pool whose connections may end at any moment without harm: the idle ones are replaced, the broken ones are never used again.
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { Pool, type PoolClient, types } from 'pg';
import { bindableText } from '../backend/bindable.ts';
import { isUnheard } from '../backend/unheard.ts';
import { explainPostgres } from './postgres-faults.ts';

const CONNECTIONS = 10;
const CONNECT_WITHIN_MS = 5_000;
/** The server gives up a statement after this time … */
const STATEMENT_MS = 15_000;
/** … and we give up a server that does not answer at all. */
const ANSWER_WITHIN_MS = 20_000;
const INT8 = 20;

export function openPool(url: string, onConnectionLost: (reason: string) => void): Pool {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: ANSWER_WITHIN_MS,
    idle_in_transaction_session_timeout: ANSWER_WITHIN_MS,
    keepAlive: true,
    pipeline: true,
    application_name: 'tocsin',
    types: { getTypeParser: (oid, format) => (oid === INT8 ? toSafeInteger : types.getTypeParser(oid, format)) },
  });
  // The error itself carries the whole client, connection parameters included: only its words go on.
  pool.on('error', (error) => onConnectionLost(explainPostgres(error)?.words ?? error.message));
  // A connection that ends while it is lent out says so as an event as well as by the failing query; unheard, the event would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** The pool as Kysely sees it. */
export function forKysely(pool: Pool): PostgresPool {
  return {
    options: {},
    connect: async () => new LentConnection(await pool.connect()),
    end: () => pool.end(),
  };
}

/**
 * Remembers whether its server failed it: then it is thrown away, for an answer that came too late would be taken for the next one's. A statement that is
 * unheard is answered at once: whether it failed is said by the next one that is heard, at the latest by the commit, which has then committed nothing.
 */
class LentConnection implements PostgresPoolClient {
  readonly #client: PoolClient;
  #broken = false;
  /** What was sent and not heard of yet. */
  readonly #unheard: Promise<void>[] = [];
  #failure: { readonly error: unknown } | undefined;

  constructor(client: PoolClient) {
    this.#client = client;
  }

  query<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query(text: unknown, parameters: readonly unknown[] = []): unknown {
    if (typeof text !== 'string') throw new TypeError('Rows are read page by page, never through a cursor.');
    return this.#run(text, parameters.map(bindable));
  }

  release(destroy = false): void {
    this.#client.release(destroy || this.#broken);
  }

  async #run(text: string, values: unknown[]): Promise<unknown> {
    const answer = this.#client.query(text, values);
    if (text === 'begin' || isUnheard(text)) {
      this.#unheard.push(
        answer.then(
          () => {},
          (error: unknown) => this.#failed(error),
        ),
      );
      return NO_ANSWER;
    }
    const [heard] = await Promise.allSettled([answer, ...this.#unheard.splice(0)]);
    // The first that failed says why; all behind it only that the transaction is at its end.
    if (heard.status === 'rejected') this.#failed(heard.reason);
    const failure = this.#failure;
    this.#failure = undefined;
    if (heard.status === 'fulfilled' && (failure === undefined || text === 'rollback')) return heard.value;
    throw failure?.error;
  }

  #failed(error: unknown): void {
    this.#broken ||= explainPostgres(error) !== undefined;
    this.#failure ??= { error };
  }
}

const NO_ANSWER: PostgresQueryResult<never> = { command: 'UPDATE', rowCount: 0, rows: [] };

function bindable(value: unknown): unknown {
  return typeof value === 'string' ? bindableText(value) : value;
}

/** Numbers of the database that JavaScript could only round are a bug of ours, not data. */
function toSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The database holds a number that is too large: ${text}`);
  return value;
}

// A pool whose connections may end at any moment without harm: the idle ones are replaced, the broken ones are never used again.
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { Pool, type PoolClient, types } from 'pg';
import type { Clock } from '../../core/clock.ts';
import { bindableText } from '../backend/bindable.ts';
import { isOften } from '../backend/often.ts';
import { refusalOf } from '../backend/self-refusal.ts';
import { isHeardLater, isUnheard } from '../backend/unheard.ts';
import { type Keeping, KeptStatements } from './kept-statements.ts';
import { explainPostgres, isLostStatement } from './postgres-faults.ts';
import { type ParserOf, type RunAnswer, type Said, StatementRun, type WireValue } from './statement-run.ts';

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
    application_name: 'tocsin',
  });
  // The error itself carries the whole client, connection parameters included: only its words go on.
  pool.on('error', (error) => onConnectionLost(explainPostgres(error)?.words ?? error.message));
  // A connection that ends while it is lent out says so as an event as well as by the failing query; unheard, the event would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** The pool as Kysely sees it. */
export function forKysely(pool: Pool, clock: Pick<Clock, 'monotonic'>): PostgresPool {
  const keeping: Keeping = { isOn: true };
  const kept = new WeakMap<PoolClient, KeptStatements>();
  return {
    options: {},
    connect: async () => {
      const client = await pool.connect();
      const statements = kept.get(client) ?? new KeptStatements(keeping);
      kept.set(client, statements);
      return new LentConnection({ client, kept: statements, keeping, clock });
    },
    end: () => pool.end(),
  };
}

interface LentParts {
  readonly client: PoolClient;
  readonly kept: KeptStatements;
  readonly keeping: Keeping;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/**
 * Remembers whether its server failed it: then it is thrown away, for an answer that came too late would be taken for the next one's. A statement that is
 * unheard is answered at once: whether it failed is said by the next one that is heard, at the latest by the commit, which then has committed nothing.
 */
class LentConnection implements PostgresPoolClient {
  readonly #parts: LentParts;
  #broken = false;
  /** What nobody waits for, and is not sent yet: it goes with the next that is waited for. */
  readonly #unsent: Unsent[] = [];

  constructor(parts: LentParts) {
    this.#parts = parts;
  }

  query<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query(text: unknown, parameters: readonly unknown[] = []): unknown {
    if (typeof text !== 'string') throw new TypeError('Rows are read page by page, never through a cursor.');
    return this.#say({ text, values: parameters.map(wireValue) });
  }

  release(destroy = false): void {
    this.#parts.client.release(destroy || this.#broken);
  }

  async #say({ text, values }: Statement): Promise<RunAnswer> {
    if (text === 'rollback') {
      const unsent = this.#unsent.splice(0);
      // There is nothing to be undone of a transaction that the server has not heard of.
      if (unsent.some((one) => one.text === 'begin')) return NO_ANSWER;
    }
    if (text === 'begin' || isUnheard(text)) {
      this.#unsent.push({ text, values, isHeard: false });
      return NO_ANSWER;
    }
    const later = isHeardLater(text) ? { ...NO_ANSWER, rows: [] } : undefined;
    this.#unsent.push({ text, values, isHeard: true, later });
    return later ?? this.#send(this.#unsent.splice(0));
  }

  /** Gives what the last of them gave. */
  async #send(statements: readonly Unsent[]): Promise<RunAnswer> {
    const { client, kept, keeping, clock } = this.#parts;
    const now = clock.monotonic();
    const said = statements.map(({ text, values, isHeard }) => ({
      ...{ text, values, isHeard },
      ...(isOften(text) ? kept.nameOf(text, now) : WITHOUT_NAME),
    }));
    const { promise, ...settle } = Promise.withResolvers<readonly RunAnswer[]>();
    const run = client.query(new StatementRun(said, parserOf, settle));
    try {
      const answers = await promise;
      for (const [n, { later }] of statements.entries()) later?.rows.push(...(answers[n]?.rows ?? []));
      return answers.at(-1) ?? NO_ANSWER;
    } catch (error) {
      if (isLostStatement(error)) keeping.isOn = false;
      // Which of its names the server has is not known any more.
      this.#broken ||= run.hasNames || explainPostgres(error) !== undefined;
      throw refusalOf(error) ?? error;
    }
  }
}

type Statement = Pick<Said, 'text' | 'values'>;

interface Unsent extends Statement, Pick<Said, 'isHeard'> {
  /** What was given to whoever hears later, and has its rows then. */
  readonly later?: RunAnswer | undefined;
}

const WITHOUT_NAME = { name: '', isKept: false, closes: undefined } as const;
const NO_ANSWER: RunAnswer = { command: 'UPDATE', rowCount: 0, rows: [] };

const parserOf: ParserOf = (type) => (type === INT8 ? toSafeInteger : types.getTypeParser(type, 'text'));

function wireValue(value: unknown): WireValue {
  if (value === null) return null;
  if (typeof value === 'string') return bindableText(value);
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `{${value.map(elementText).join()}}`;
  throw new TypeError(`A value of type ${typeof value} cannot be stored.`);
}

/** As it stands within the text of an array. */
function elementText(value: unknown): string {
  const element = wireValue(value);
  if (element === null) return 'NULL';
  return typeof element === 'string' ? `"${element.replace(/["\\]/g, '\\$&')}"` : `"\\\\x${element.toString('hex')}"`;
}

/** Numbers of the database that JavaScript could only round are a bug of ours, not data. */
function toSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The database holds a number that is too large: ${text}`);
  return value;
}

// The one door to the database.
import type { Kysely, RawBuilder, Transaction } from 'kysely';
import type { Clock } from '../../core/clock.ts';
import { isTocsinError, TocsinError } from '../../core/errors.ts';
import { within } from '../../core/within.ts';
import type { StoreOccurrences } from '../../telemetry/occurrences/store.ts';
import type { Backend, ExclusiveName, StoreKind } from '../backend/backend.ts';
import { type StoreFault, storeUnavailable } from '../backend/store-fault.ts';
import { writeProbe } from '../settings.ts';
import type { Tables } from '../tables.ts';
import type { CommitEnd } from './commit-end.ts';
import { type WriteCheck, WriteHealth } from './write-health.ts';

const MOST_CALLS_AT_ONCE = 1_000;
const CLOSE_WITHIN_MS = 5_000;
const CLOSED: StoreFault = { reason: 'closed', words: 'it is closed' };

interface Options {
  readonly backend: Backend;
  readonly clock: Clock;
  readonly occurrences: StoreOccurrences;
}

/**
 * Every query of the store goes through `read` or `write`, so that here alone faults become `store_unavailable`,
 * commits are timed, and it is known whether the store can be written. A driver's own error never leaves it.
 */
export class Database {
  readonly #backend: Backend;
  readonly #clock: Clock;
  readonly #occurrences: StoreOccurrences;
  readonly #health: WriteHealth;
  /** Of each transaction that runs, whoever is to be told how it ends. */
  readonly #ends = new WeakMap<Transaction<Tables>, CommitEnd[]>();
  #running = 0;
  #closed: Promise<void> | undefined;
  /** Set while closing waits for the last running call. */
  #lastHasEnded: (() => void) | undefined;

  constructor({ backend, clock, occurrences }: Options) {
    this.#backend = backend;
    this.#clock = clock;
    this.#occurrences = occurrences;
    this.#health = new WriteHealth({ clock, occurrences, probe: () => this.#commit(writeProbe(clock.now())) });
  }

  get kind(): StoreKind {
    return this.#backend.kind;
  }

  /** The database's own clock in unix seconds, as an expression for a query. */
  get now(): RawBuilder<number> {
    return this.#backend.now;
  }

  /** Reads what is committed. Several statements of one read need not see the same state. */
  async read<T>(query: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    this.#refuseWhenFull();
    return this.#guarded(() => query(this.#backend.reader));
  }

  /** One transaction: all of it is committed when this resolves, nothing of it when it rejects. `work` must await nothing but the database. */
  async write<T>(work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
    this.#refuseWhenFull();
    return this.#commit(work);
  }

  /** One statement that is a transaction of its own and need not outlive a crash: it is no commit that is timed, and no sign that the store can be written. */
  async writeInPassing<T>(statement: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    this.#refuseWhenFull();
    return this.#guarded(() => statement(this.#backend.writer));
  }

  /** For whoever takes part in a transaction without ending it. */
  atEnd(trx: Transaction<Tables>, end: CommitEnd): void {
    const ends = this.#ends.get(trx);
    if (ends === undefined) throw new Error('It is no transaction that runs here.');
    ends.push(end);
  }

  async #commit<T>(work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
    const started = this.#clock.monotonic();
    const ends: CommitEnd[] = [];
    const result = await this.#guarded(() => this.#execute(work, ends)).catch((error: unknown) => {
      for (const end of ends) end.refused();
      throw error;
    });
    this.#health.succeeded();
    this.#occurrences.committed({ seconds: (this.#clock.monotonic() - started) / 1000 });
    for (const end of ends) end.durable();
    return result;
  }

  #execute<T>(work: (trx: Transaction<Tables>) => Promise<T>, ends: CommitEnd[]): Promise<T> {
    const lost = this.#backend.lost();
    if (lost) throw this.#refuse(lost);
    return this.#backend.writer.transaction().execute((trx) => {
      this.#ends.set(trx, ends);
      return work(trx);
    });
  }

  /** Until the transaction ends no other one that asked for the same name runs. */
  alone(trx: Transaction<Tables>, name: ExclusiveName): Promise<void> {
    return this.#backend.alone(trx, name);
  }

  async checkWritable(): Promise<WriteCheck> {
    const lost = this.#closed ? CLOSED : this.#backend.lost();
    return lost ? { ok: false, reason: lost.words } : this.#health.check();
  }

  /** Refuses new calls, lets the running ones finish (5 s at most), then closes. May be called twice. */
  close(): Promise<void> {
    this.#closed ??= this.#drain().then(() => this.#backend.close());
    return this.#closed;
  }

  async #drain(): Promise<void> {
    if (this.#running === 0) return;
    const { promise: allEnded, resolve } = Promise.withResolvers<void>();
    this.#lastHasEnded = resolve;
    await within(allEnded, { clock: this.#clock, ms: CLOSE_WITHIN_MS });
  }

  async #guarded<T>(call: () => Promise<T>): Promise<T> {
    if (this.#closed) throw storeUnavailable(CLOSED);
    this.#running += 1;
    try {
      return await call();
    } catch (error) {
      if (isTocsinError(error)) throw error;
      const fault = this.#backend.explain(error);
      if (fault) throw this.#refuse(fault, error);
      throw new TocsinError('internal', 'The database refused a statement of ours.', { cause: error });
    } finally {
      this.#running -= 1;
      if (this.#running === 0) this.#lastHasEnded?.();
    }
  }

  /** That many callers ask at once is no fault of the database, and says nothing of its health. */
  #refuseWhenFull(): void {
    if (this.#running < MOST_CALLS_AT_ONCE) return;
    this.#occurrences.overloaded();
    throw new TocsinError('too_many_requests', 'Too many requests wait for the store; try again in a few seconds.', {
      retryAfterSeconds: 2,
    });
  }

  #refuse(fault: StoreFault, cause?: unknown): TocsinError {
    this.#health.failed(fault);
    return storeUnavailable(fault, cause);
  }
}

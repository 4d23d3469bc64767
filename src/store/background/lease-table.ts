// A row of `scheduler_lock` by which instances agree who runs the background tasks, or who reads a source.
import type { Kysely, RawBuilder, Selectable, SqlBool, Updateable } from 'kysely';
import type { HeldLease, LeaseAttempt, LeaseClaim, LeaseHolder } from '../../core/lease.ts';
import type { Database } from '../door/database.ts';
import type { SchedulerLockTable, Tables } from '../tables.ts';
import { heartbeatAge, isStale, SCHEDULER_LOCK } from './scheduler-lock.ts';

/** The row as it is now. The fencing number is there even when nobody holds the lease. */
interface State {
  readonly fencing: number;
  readonly holder: LeaseHolder | undefined;
}

type Heartbeat = { readonly heartbeat_at: RawBuilder<number> };

/** Every age is computed by the database, so the instances' own clocks do not matter. */
export class LeaseTable {
  readonly #database: Database;
  readonly #lock: number;

  /** The row must be there. */
  constructor(database: Database, lock: number = SCHEDULER_LOCK) {
    this.#database = database;
    this.#lock = lock;
  }

  tryAcquire(claim: LeaseClaim): Promise<LeaseAttempt> {
    return this.#database.write(async (trx) => {
      const { holder, fencing } = await this.#state(trx, { lock: true });
      if (holder && !holder.isStale && holder.name !== claim.name) return { outcome: 'held_by_other', holder };
      const next = fencing + 1;
      await trx
        .updateTable('scheduler_lock')
        .set({
          name: claim.name,
          pid: claim.pid,
          hostname: claim.hostname,
          heartbeat_at: this.#database.now,
          heartbeat_timeout: claim.heartbeatTimeout,
          fencing: next,
        })
        .where('scheduler_lock.id', '=', this.#lock)
        .execute();
      return { outcome: 'acquired', fencing: next, overwrote: holder?.name === claim.name ? undefined : holder };
    });
  }

  heartbeat(lease: HeldLease): Promise<boolean> {
    return this.#updateOwn(lease, { heartbeat_at: this.#database.now });
  }

  release(lease: HeldLease): Promise<boolean> {
    return this.#updateOwn(lease, { name: null, pid: 0, hostname: '', heartbeat_timeout: 0 });
  }

  async read(): Promise<LeaseHolder | undefined> {
    const { holder } = await this.#database.read((db) => this.#state(db, { lock: false }));
    return holder;
  }

  /** Makes every lease free at once, the others too. Only for one who knows that their holders are dead: the server that has the data directory for itself. */
  async expire(): Promise<void> {
    await this.#database.write((trx) =>
      trx
        .updateTable('scheduler_lock')
        .set({ heartbeat_timeout: 0 })
        .where('scheduler_lock.heartbeat_timeout', '>', 0)
        .execute(),
    );
  }

  #updateOwn(lease: HeldLease, change: Partial<Updateable<SchedulerLockTable>> | Heartbeat): Promise<boolean> {
    return this.#database.write(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('scheduler_lock')
        .set(change)
        .where('scheduler_lock.id', '=', this.#lock)
        .where('scheduler_lock.name', '=', lease.name)
        .where('scheduler_lock.fencing', '=', lease.fencing)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    });
  }

  async #state(db: Kysely<Tables>, { lock }: { readonly lock: boolean }): Promise<State> {
    const row = await db
      .selectFrom('scheduler_lock')
      .selectAll('scheduler_lock')
      .select([heartbeatAge(this.#database.now).as('age'), isStale(this.#database.now).as('stale')])
      .where('scheduler_lock.id', '=', this.#lock)
      .$if(lock && this.#database.kind === 'postgres', (query) => query.forUpdate())
      .executeTakeFirstOrThrow();
    return { fencing: row.fencing, holder: toHolder(row) };
  }
}

function toHolder(
  row: Selectable<SchedulerLockTable> & { readonly age: number; readonly stale: SqlBool },
): LeaseHolder | undefined {
  if (row.name === null) return undefined;
  return {
    name: row.name,
    pid: row.pid,
    hostname: row.hostname,
    heartbeatTimeout: row.heartbeat_timeout,
    fencing: row.fencing,
    ageSeconds: row.age,
    isStale: Boolean(row.stale), // SQLite has no booleans: there it is 0 or 1.
  };
}

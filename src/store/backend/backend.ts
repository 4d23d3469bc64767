// What a database must be able to do: all that differs between SQLite and PostgreSQL, and nothing else.
import type { Kysely, RawBuilder, Transaction } from 'kysely';
import type { Tables } from '../tables.ts';
import type { StoreFault } from './store-fault.ts';

export type StoreKind = 'sqlite' | 'postgres';

export interface StoreDescription {
  readonly kind: StoreKind;
  /** The database program's own version. */
  readonly version: string;
  /** The file, or host, port and database; never a user's name or password. */
  readonly location: string;
  readonly sizeBytes: number;
}

export interface BackupOptions {
  /** Replace a file that is there already; otherwise it is a refusal. */
  readonly overwrite?: boolean;
}

export interface BackupResult {
  readonly file: string;
  readonly sizeBytes: number;
}

/** All queries stand above it, once. Errors are the driver's own; `explain` reads them. */
export interface Backend {
  readonly kind: StoreKind;
  /** Reads what is committed, and never waits for a transaction of ours. */
  readonly reader: Kysely<Tables>;
  /** Transactions that write. On SQLite they run one after the other. */
  readonly writer: Kysely<Tables>;
  /** The database's own clock in unix seconds, with a fraction. */
  readonly now: RawBuilder<number>;
  /** Until the transaction ends no other transaction that asked for the same name runs. */
  alone(trx: Transaction<Tables>, name: ExclusiveName): Promise<void>;
  /** Undefined when the error is no fault of the database but a mistake in the statement. */
  explain(error: unknown): StoreFault | undefined;
  /** What makes every further write worthless, such as a file that is gone. Cheap: it is asked before each transaction. */
  lost(): StoreFault | undefined;
  describe(): Promise<StoreDescription>;
  backup(file: string, options: BackupOptions): Promise<BackupResult>;
  /** May be called twice. */
  close(): Promise<void>;
}

/** What may have to be alone; PostgreSQL's advisory lock takes the number. */
export const EXCLUSIVE = { migrations: 1, users: 2, rules: 3, events: 4, event_text: 5, triggers: 6 } as const;
export type ExclusiveName = keyof typeof EXCLUSIVE;

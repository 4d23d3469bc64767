import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, onTestFinished } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { type OpenStoreOptions, openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { POSTGRES, postgresForSuite, runOnPostgres } from './postgres-server.ts';
import { type Recorded, recordStore } from './recorded-occurrences.ts';
import { describeWith } from './requirement.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** An empty database of one test, which may be opened as often as the test needs. */
export interface TestDatabase {
  readonly kind: Store['kind'];
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  /** What all stores on it reported, in order. */
  readonly recorded: readonly Recorded[];
  /** Closed when the test ends. On SQLite a second one needs `exclusive: false`. */
  open(options?: Partial<OpenStoreOptions>): Promise<Store>;
  /** One statement past the store, as another program would. */
  run(statement: string): Promise<readonly Record<string, unknown>[]>;
}

/** Runs a suite over both databases; PostgreSQL where a server is there. */
export function describeDatabases(title: string, suite: (create: () => Promise<TestDatabase>) => void): void {
  describe(`${title}, on SQLite`, () => suite(async () => sqliteDatabase()));
  describeWith(POSTGRES, `${title}, on PostgreSQL`, () => suite(postgresDatabases()));
}

export function sqliteDatabase(): TestDatabase {
  const dataDir = temporaryDirectory();
  return testDatabase({
    kind: 'sqlite',
    dataDir,
    databaseUrl: undefined,
    run: async (statement) => {
      const db = new DatabaseSync(path.join(dataDir, 'tocsin.db'), { timeout: 1_000 });
      try {
        return db.prepare(statement).all();
      } finally {
        db.close();
      }
    },
  });
}

/** To be called within a suite that needs PostgreSQL; each test asks for the database once. */
export function postgresDatabases(): () => Promise<TestDatabase> {
  const emptyDatabase = postgresForSuite();
  return async () => {
    const databaseUrl = await emptyDatabase();
    const dataDir = temporaryDirectory();
    return testDatabase({ kind: 'postgres', dataDir, databaseUrl, run: (text) => runOnPostgres(databaseUrl, text) });
  };
}

function testDatabase(base: Pick<TestDatabase, 'kind' | 'dataDir' | 'databaseUrl' | 'run'>): TestDatabase {
  const { occurrences, recorded } = recordStore();
  const { dataDir, databaseUrl } = base;
  return {
    ...base,
    recorded,
    async open(options = {}) {
      const store = await openStore({
        dataDir,
        databaseUrl,
        clock: systemClock,
        occurrences,
        version: '1.0.0',
        connectWithinMs: 5_000,
        ...options,
      });
      onTestFinished(() => store.close());
      return store;
    },
  };
}

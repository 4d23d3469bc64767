// An empty database of one run, on SQLite or on the PostgreSQL server that TOCSIN_TEST_POSTGRES_URL names.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';

export interface BenchDatabase {
  readonly name: string;
  /** For sockets and files of the run. */
  readonly folder: string;
  /** What a server needs to use it. */
  readonly settings: Readonly<Record<string, string>>;
  /** One statement past the store. */
  run(statement: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  remove(): Promise<void>;
}

export async function benchDatabase(kind: 'sqlite' | 'postgres'): Promise<BenchDatabase> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-bench-'));
  const dataDir = path.join(folder, 'data');
  if (kind === 'sqlite')
    return {
      ...{ name: 'SQLite', folder, settings: { TOCSIN_DATA_DIR: dataDir } },
      async run(statement) {
        const db = new DatabaseSync(path.join(dataDir, 'tocsin.db'), { timeout: 5_000 });
        const rows = db.prepare(statement).all();
        db.close();
        return rows;
      },
      async remove() {
        rmSync(folder, { recursive: true });
      },
    };
  const serverUrl = process.env.TOCSIN_TEST_POSTGRES_URL ?? '';
  const name = `tocsin_bench_${randomUUID().slice(0, 8)}`;
  const url = new URL(`/${name}`, serverUrl).href;
  await onPostgres(serverUrl, `create database ${name}`);
  return {
    ...{ name: 'PostgreSQL', folder, settings: { TOCSIN_DATA_DIR: dataDir, TOCSIN_DATABASE_URL: url } },
    run: (statement) => onPostgres(url, statement),
    async remove() {
      rmSync(folder, { recursive: true });
      await onPostgres(serverUrl, `drop database ${name} with (force)`);
    },
  };
}

async function onPostgres(url: string, statement: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { onTestFinished } from 'vitest';
import type { Requirement } from './requirement.ts';

const serverUrl = process.env.TOCSIN_TEST_POSTGRES_URL;

/** A PostgreSQL server on which the tests may create databases. */
export const POSTGRES: Requirement = {
  name: 'postgres',
  missing: serverUrl
    ? undefined
    : 'set TOCSIN_TEST_POSTGRES_URL to a server with the right to create databases, such as postgres://postgres@127.0.0.1:5432/postgres',
};

/** An empty database of its own, dropped when the test ends; its URL. */
export async function createPostgresDatabase(): Promise<string> {
  const name = `tocsin_test_${randomUUID().slice(0, 8)}`;
  await runOnServer(`create database ${name}`);
  onTestFinished(() => runOnServer(`drop database if exists ${name} with (force)`));
  const url = new URL(serverUrl ?? '');
  url.pathname = `/${name}`;
  return url.href;
}

/** One statement outside of Tocsin's own connections. */
export async function runOnPostgres(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

async function runOnServer(statement: string): Promise<void> {
  await runOnPostgres(serverUrl ?? '', statement);
}

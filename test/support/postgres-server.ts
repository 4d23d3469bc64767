import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll } from 'vitest';
import type { Requirement } from './requirement.ts';

const serverUrl = process.env.TOCSIN_TEST_POSTGRES_URL;

/** A PostgreSQL server on which the tests may create databases. */
export const POSTGRES: Requirement = {
  name: 'postgres',
  missing: serverUrl
    ? undefined
    : 'set TOCSIN_TEST_POSTGRES_URL to a server with the right to create databases, such as postgres://postgres@127.0.0.1:5432/postgres',
};

/** To be called within `describe`: a database for the suite, emptied for each test that asks for its URL, and dropped with the suite. */
export function postgresForSuite(): () => Promise<string> {
  const name = `tocsin_test_${randomUUID().slice(0, 8)}`;
  let made = false;
  afterAll(async () => {
    if (made) await runOnServer(`drop database ${name} with (force)`);
  });
  return async () => {
    const url = new URL(`/${name}`, serverUrl).href;
    if (made) await runOnPostgres(url, 'drop schema public cascade; create schema public');
    else await runOnServer(`create database ${name}`);
    made = true;
    return url;
  };
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

import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sampleNote } from '../../../test/support/account-samples.ts';
import { sqliteDatabase } from '../../../test/support/databases.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { systemClock } from '../../core/clock.ts';
import { IN_MEMORY, SqliteBackend } from './sqlite-backend.ts';

function given(): SqliteBackend {
  const backend = new SqliteBackend(temporaryDirectory(), systemClock);
  onTestFinished(() => backend.close());
  return backend;
}

test('what is committed is on the disk before it is acknowledged, and references between rows are held', async () => {
  const { writer } = given();
  const setting = async (name: string) =>
    Object.values((await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(writer)).rows[0] ?? {})[0];
  expect(await setting('journal_mode')).toBe('wal');
  expect(await setting('synchronous')).toBe(2); // FULL
  expect(await setting('foreign_keys')).toBe(1);
});

test('a read during a transaction neither waits for it nor sees any of it', async () => {
  const { reader, writer } = given();
  await sql`create table things (name text)`.execute(writer);
  const count = async () => (await sql`select * from things`.execute(reader)).rows.length;
  await writer.transaction().execute(async (trx) => {
    await sql`insert into things values ('half')`.execute(trx);
    expect(await count()).toBe(0);
  });
  expect(await count()).toBe(1);
});

test('the connection for reading cannot write', async () => {
  const backend = given();
  await sql`create table things (name text)`.execute(backend.writer);
  const error = await sql`insert into things values ('x')`.execute(backend.reader).catch((caught) => caught);
  expect(backend.explain(error)?.reason).toBe('read_only');
});

test('numbers, texts, bytes and booleans are bound; what SQLite cannot hold is refused, not bent', async () => {
  const { writer } = given();
  const echo = async (value: unknown) =>
    (await sql<{ value: unknown }>`select ${value} as value`.execute(writer)).rows[0]?.value;
  expect(await Promise.all([true, false, 1.5, 2 ** 53 - 1, null, 'ö'].map(echo))).toEqual([
    1,
    0,
    1.5,
    2 ** 53 - 1,
    null,
    'ö',
  ]);
  expect(await echo(Buffer.from([0, 255]))).toEqual(new Uint8Array([0, 255]));
  for (const value of [undefined, new Date(), {}, Symbol('x')]) await expect(echo(value)).rejects.toThrow(TypeError);
  await expect(echo(2n ** 60n)).rejects.toThrow(RangeError);
});

test('the clock is that of the database, in seconds with a fraction', async () => {
  const { writer, now } = given();
  const row = (await sql<{ now: number }>`select ${now} as now`.execute(writer)).rows[0];
  expect(Math.abs((row?.now ?? 0) - Date.now() / 1000)).toBeLessThan(5);
});

test('the data directory and its files are for their owner alone', async () => {
  const dataDir = path.join(temporaryDirectory(), 'made', 'here');
  const store = await sqliteDatabase().open({ dataDir });
  await store.audit.recordAudit(sampleNote());
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  for (const name of ['tocsin.db', 'tocsin.db-wal', 'tocsin.lock'])
    expect(statSync(path.join(dataDir, name)).mode & 0o777).toBe(0o600);
});

test('the lease of an earlier life, which the lock proves to be over, is free at once', async () => {
  const database = sqliteDatabase();
  const earlier = await database.open();
  await earlier.lease.tryAcquire({ name: 'earlier', pid: 1, hostname: 'here', heartbeatTimeout: 3_600 });
  await earlier.close();
  const { lease } = await database.open();
  const claim = { name: 'now', pid: 2, hostname: 'here', heartbeatTimeout: 30 };
  expect(await lease.tryAcquire(claim)).toMatchObject({
    outcome: 'acquired',
    fencing: 2,
    overwrote: { name: 'earlier' },
  });
});

test('a program beside the server does not end the lease of the server', async () => {
  const database = sqliteDatabase();
  const { lease } = await database.open();
  await lease.tryAcquire({ name: 'server', pid: 1, hostname: 'here', heartbeatTimeout: 30 });
  await database.open({ exclusive: false });
  expect(await lease.read()).toMatchObject({ name: 'server', isStale: false });
});

describe('a database in memory', () => {
  const inMemory = () => {
    const backend = new SqliteBackend(IN_MEMORY, systemClock);
    onTestFinished(() => backend.close());
    return backend;
  };

  test('is its own: another has nothing of it, and no file does', async () => {
    const [one, other] = [inMemory(), inMemory()];
    const files = readdirSync('.');
    await sql`create table things (name text)`.execute(one.writer);
    await sql`insert into things values ('x')`.execute(one.writer);
    expect((await sql`select * from things`.execute(one.reader)).rows).toHaveLength(1);
    await expect(sql`select * from things`.execute(other.reader)).rejects.toThrow('no such table');
    expect(await one.describe()).toMatchObject({ location: 'in memory', sizeBytes: expect.any(Number) });
    expect((await one.describe()).sizeBytes).toBeGreaterThan(4_096);
    expect([one.lost(), readdirSync('.')]).toEqual([undefined, files]);
  });

  test('can be read while a transaction is open', async () => {
    const { reader, writer } = inMemory();
    await sql`create table things (name text)`.execute(writer);
    const count = async () => (await sql`select * from things`.execute(reader)).rows.length;
    await writer.transaction().execute(async (trx) => {
      await sql`insert into things values ('half')`.execute(trx);
      expect(await count()).toBeLessThanOrEqual(1);
    });
    expect(await count()).toBe(1);
  });
});

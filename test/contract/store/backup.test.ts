import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { sampleNote, sampleUser } from '../../support/account-samples.ts';
import { startProcess } from '../../support/child-process.ts';
import { describeDatabases, postgresDatabases, sqliteDatabase } from '../../support/databases.ts';
import { POSTGRES } from '../../support/postgres-server.ts';
import { describeWith } from '../../support/requirement.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const note = sampleNote();

describeDatabases('a backup', (create) => {
  test('is a file for its owner alone, complete under its name, with nothing left beside it', async () => {
    const store = await (await create()).open();
    await store.users.createUser(sampleUser('ada'), note);
    const directory = temporaryDirectory();
    const file = path.join(directory, 'backup');
    expect(await store.backup(file)).toEqual({ file, sizeBytes: statSync(file).size });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(['backup']);
  });

  test('replaces no file unless it is told to', async () => {
    const store = await (await create()).open();
    const file = path.join(temporaryDirectory(), 'backup');
    writeFileSync(file, 'precious');
    await expect(store.backup(file)).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining(file) });
    expect(readFileSync(file, 'utf8')).toBe('precious');
    await store.backup(file, { overwrite: true });
    expect(statSync(file).size).toBeGreaterThan(1_000);
  });

  test('to a place that cannot be written is refused in words, and does not make the store sick', async () => {
    const database = await create();
    const store = await database.open();
    const file = path.join(temporaryDirectory(), 'missing', 'backup');
    await expect(store.backup(file)).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining(file) });
    expect(database.recorded.map((entry) => entry.what)).not.toContain('failed');
  });
});

describe('a backup of SQLite', () => {
  test('is a database of one moment, made while another process goes on writing', async () => {
    const database = sqliteDatabase();
    const server = await startProcess('test/support/acknowledging-writer.ts', [database.dataDir, 'a']);
    await server.line((line) => line === 'a:20');
    const before = server.lines.length;
    const file = path.join(temporaryDirectory(), 'backup.db');
    await (await database.open({ exclusive: false })).backup(file);
    const acknowledged = server.lines.slice(0, before);
    await server.line((line) => line.startsWith('a:'), server.lines.length);
    const copy = new DatabaseSync(file);
    expect(copy.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
    const rows = copy.prepare('select audit_log.subject from audit_log').all();
    copy.close();
    const subjects = new Set(rows.map((row) => row.subject));
    expect(acknowledged.filter((line) => !subjects.has(line))).toEqual([]);
  });

  test('opens as a store of its own', async () => {
    const store = await sqliteDatabase().open();
    await store.users.createUser(sampleUser('ada'), note);
    const restored = sqliteDatabase();
    await store.backup(path.join(restored.dataDir, 'tocsin.db'));
    expect(await (await restored.open()).users.findCredentials('ada')).toBeDefined();
  });
});

describeWith(POSTGRES, 'a backup of PostgreSQL', () => {
  const create = postgresDatabases();

  test('is an archive of pg_dump', async () => {
    const store = await (await create()).open();
    const file = path.join(temporaryDirectory(), 'backup');
    await store.backup(file);
    expect(readFileSync(file).subarray(0, 5).toString('latin1')).toBe('PGDMP');
  });

  test('without pg_dump is refused with the command to run, which holds no password', async ({ onTestFinished }) => {
    const database = await create();
    const url = new URL(database.databaseUrl ?? '');
    url.password = 'open-sesame';
    const store = await database.open({ databaseUrl: url.href });
    const searched = process.env.PATH ?? '';
    onTestFinished(() => {
      process.env.PATH = searched;
    });
    process.env.PATH = temporaryDirectory();
    const file = path.join(temporaryDirectory(), 'backup');
    const refusal = await store.backup(file).catch((error) => error);
    expect(refusal).toMatchObject({ code: 'refused' });
    expect(refusal.message).toContain(`pg_dump --format=custom --file='${file}' 'postgres`);
    expect(refusal.message).not.toContain('sesame');
    expect(existsSync(file)).toBe(false);
  });

  test('gives pg_dump the password where no list of processes shows it', async ({ onTestFinished }) => {
    const database = await create();
    const url = new URL(database.databaseUrl ?? '');
    url.password = 'open-sesame';
    const store = await database.open({ databaseUrl: url.href });
    const [directory, searched] = [temporaryDirectory(), process.env.PATH ?? ''];
    const script = `#!/bin/sh\nprintf '%s\\n' "$PGPASSWORD" "$@" > ${directory}/seen\n`;
    writeFileSync(path.join(directory, 'pg_dump'), script, { mode: 0o755 });
    onTestFinished(() => {
      process.env.PATH = searched;
    });
    process.env.PATH = `${directory}:${searched}`;
    await store.backup(path.join(directory, 'backup'));
    const [password, ...argv] = readFileSync(path.join(directory, 'seen'), 'utf8').split('\n');
    expect(password).toBe('open-sesame');
    expect(argv.join(' ')).not.toContain('sesame');
  });
});

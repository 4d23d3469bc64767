import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sampleNote, sampleUser } from '../../../test/support/account-samples.ts';
import { startProcess } from '../../../test/support/child-process.ts';
import { sqliteDatabase } from '../../../test/support/databases.ts';
import { describeWith } from '../../../test/support/requirement.ts';
import { mountSmallDisk, SMALL_DISK } from '../../../test/support/small-disk.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { type Clock, systemClock } from '../../core/clock.ts';
import { explainSqlite } from './sqlite-faults.ts';

const note = sampleNote();

/** Seals files so that not even root can write them, where the file system can do that. */
function seal(file: string, on: boolean): boolean {
  try {
    execFileSync('chattr', [on ? '+i' : '-i', file], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describeWith(SMALL_DISK, 'a disk that is really full', () => {
  test('refuses writes with the reason, serves reads, is told by health, and recovers without a restart', async () => {
    const disk = mountSmallDisk();
    const database = sqliteDatabase();
    const store = await database.open({ dataDir: disk.directory });
    await store.users.createUser(sampleUser('ada'), note);
    disk.fill();
    const full = {
      code: 'store_unavailable',
      message: expect.stringContaining('the disk that holds the database is full'),
    };
    for (let tries = 0; tries < 3; tries += 1)
      await expect(store.users.createUser(sampleUser('bob'), note)).rejects.toMatchObject(full);
    expect(await store.users.findCredentials('ada')).toBeDefined();
    expect(await store.checkWritable()).toEqual({ ok: false, reason: 'the disk that holds the database is full' });
    disk.empty();
    await store.users.createUser(sampleUser('bob'), note);
    expect(await store.checkWritable()).toEqual({ ok: true });
    expect(database.recorded.filter((entry) => entry.details.first).map((entry) => entry.what)).toEqual(['failed']);
    expect(database.recorded.at(-1)?.what).toBe('recovered');
  });

  test('on a read-only file system the start is refused with that reason', async () => {
    const disk = mountSmallDisk();
    const database = sqliteDatabase();
    await (await database.open({ dataDir: disk.directory })).close();
    disk.makeReadOnly();
    const refusal = { code: 'store_unavailable', message: expect.stringContaining('read-only') };
    await expect(database.open({ dataDir: disk.directory })).rejects.toMatchObject(refusal);
  });
});

describe('faults of a SQLite database', () => {
  test('a file that may grow no further refuses writes, not the process, and recovers when it may', async () => {
    const { dataDir } = sqliteDatabase();
    const child = await startProcess('test/support/limited-writer.ts', [dataDir]);
    await child.line((line) => line === 'written');
    execFileSync('prlimit', ['--pid', String(child.pid), '--fsize=131072:unlimited']);
    const refusal = await child.line((line) => line.startsWith('refused'));
    expect(refusal).toContain('store_unavailable');
    execFileSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited:unlimited']);
    await child.line((line) => line === 'written', child.lines.length);
  });

  test('a file that became read-only while it was open is told as that, and recovers', async ({ skip }) => {
    const dataDir = temporaryDirectory(tmpdir()); // Files in memory cannot be sealed while they are open.
    const store = await sqliteDatabase().open({ dataDir });
    await store.audit.recordAudit(note);
    const files = ['tocsin.db', 'tocsin.db-wal'].map((name) => path.join(dataDir, name));
    onTestFinished(() => void files.map((file) => seal(file, false)));
    if (!files.every((file) => seal(file, true))) return skip('files cannot be sealed here (chattr)');
    const refusal = { code: 'store_unavailable', message: expect.stringContaining('read-only') };
    await expect(store.audit.recordAudit(note)).rejects.toMatchObject(refusal);
    expect((await store.checkWritable()).ok).toBe(false);
    for (const file of files) seal(file, false);
    await store.audit.recordAudit(note);
  });

  test('a file that is no database is refused at the start, in words', async () => {
    const database = sqliteDatabase();
    writeFileSync(path.join(database.dataDir, 'tocsin.db'), 'not a database, '.repeat(1_000));
    const refusal = { code: 'store_unavailable', message: expect.stringContaining('not a SQLite database') };
    await expect(database.open()).rejects.toMatchObject(refusal);
    await expect(database.open({ exclusive: false })).rejects.toMatchObject(refusal);
  });

  test('a data directory that cannot be made is refused at the start, in words', async () => {
    const database = sqliteDatabase();
    const file = path.join(database.dataDir, 'file');
    writeFileSync(file, '');
    const refusal = {
      code: 'store_unavailable',
      message: expect.stringMatching(/cannot be made: a file stands where .+ TOCSIN_DATA_DIR/),
    };
    await expect(database.open({ dataDir: path.join(file, 'data') })).rejects.toMatchObject(refusal);
  });

  test('another process that keeps the right to write is waited for, and then named', async () => {
    const database = sqliteDatabase();
    let late = 0;
    const sleeps: number[] = [];
    const clock: Clock = {
      ...systemClock,
      monotonic: () => performance.now() + late,
      sleep: (ms, signal) => {
        sleeps.push(ms);
        return systemClock.sleep(ms, signal);
      },
    };
    const store = await database.open({ clock });
    const child = await startProcess('test/support/write-blocker.ts', [path.join(database.dataDir, 'tocsin.db')]);
    await child.line((line) => line === 'blocking');
    const asked = async (times: number) => {
      while (sleeps.length < times) await new Promise(setImmediate);
    };
    const first = store.audit.recordAudit(note);
    await asked(2);
    late = 5_000;
    await expect(first).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('another process'),
    });
    const second = store.audit.recordAudit(note);
    await asked(sleeps.length + 2);
    await child.kill('SIGKILL');
    await second;
  });

  test('every primary code is read from the extended one, and a mistake in a statement is no fault', () => {
    const explain = (errcode: number) =>
      explainSqlite(Object.assign(new Error('x'), { code: 'ERR_SQLITE_ERROR', errcode }), '/')?.reason;
    expect([13, 11, 8 | (6 << 8), 5 | (2 << 8), 26].map(explain)).toEqual([
      'disk_full',
      'corrupt',
      'read_only',
      'busy',
      'corrupt',
    ]);
    expect([1, 19, 20].map(explain)).toEqual([undefined, undefined, undefined]);
    expect(explainSqlite(new TypeError('x'), '/')).toBeUndefined();
  });
});

test('a database file that was deleted or replaced under the server refuses writes, and is told by health', async () => {
  for (const replace of [false, true]) {
    const database = sqliteDatabase();
    const store = await database.open();
    await store.users.createUser(sampleUser('ada'), note);
    const file = path.join(database.dataDir, 'tocsin.db');
    rmSync(file);
    if (replace) writeFileSync(file, '');
    const gone = { code: 'store_unavailable', message: expect.stringContaining('was deleted or replaced') };
    await expect(store.users.createUser(sampleUser('bob'), note)).rejects.toMatchObject(gone);
    expect(await store.checkWritable()).toMatchObject({ ok: false, reason: expect.stringContaining('put it back') });
  }
});

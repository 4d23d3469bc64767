import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { startProcess } from '../../../test/support/child-process.ts';
import { sqliteDatabase } from '../../../test/support/databases.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { DataDirectoryLock } from './data-directory-lock.ts';

const since = Date.parse('2026-02-03T04:05:06Z');

test('a second server on the same data directory is refused, and told who holds it', () => {
  const directory = temporaryDirectory();
  const lock = DataDirectoryLock.take(directory, { pid: 4711, hostname: 'nas', since });
  expect(() => DataDirectoryLock.take(directory, { pid: 1, hostname: 'other', since })).toThrow(
    expect.objectContaining({
      code: 'store_in_use',
      message: expect.stringMatching(/process 4711 on host nas, since 2026-02-03T04:05:06\.000Z.*TOCSIN_DATA_DIR/),
    }),
  );
  lock.release();
});

test('a released lock is free, and may be released twice', () => {
  const directory = temporaryDirectory();
  for (let life = 0; life < 3; life += 1) {
    const lock = DataDirectoryLock.take(directory, { pid: life, hostname: 'nas', since });
    lock.release();
    lock.release();
  }
});

test('a server that was killed leaves no lock behind, and while it lives it is named', async () => {
  const database = sqliteDatabase();
  const server = await startProcess('test/support/store-holder.ts', [database.dataDir]);
  await server.line((line) => line === 'open');
  await expect(database.open()).rejects.toMatchObject({
    code: 'store_in_use',
    message: expect.stringContaining(`process ${server.pid} on host ${hostname()}`),
  });
  await server.kill('SIGKILL');
  const store = await database.open();
  expect(await store.checkWritable()).toEqual({ ok: true });
});

test('programs that work beside the server open its store while it runs, and write it', async () => {
  const database = sqliteDatabase();
  const server = await database.open();
  const beside = await database.open({ exclusive: false });
  expect(await beside.users.hasUsers()).toBe(false);
  expect(await beside.checkWritable()).toEqual({ ok: true });
  await beside.close();
  expect(await server.checkWritable()).toEqual({ ok: true });
});

test('a program beside an older server that runs does not change the tables under it', async () => {
  const database = sqliteDatabase();
  await database.open();
  await database.run("delete from kysely_migration where name = '0002_scheduler_lock'");
  await expect(database.open({ exclusive: false })).rejects.toMatchObject({ code: 'store_in_use' });
});

import { readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { backupSqlite } from './sqlite-backup.ts';

/** A database of 24 MB, whose copy takes several steps. */
function bigDatabase(file: string): DatabaseSync {
  const db = new DatabaseSync(file);
  onTestFinished(() => db.close());
  db.exec(`pragma journal_mode = wal; pragma synchronous = off; create table settings (name text, value blob);
    insert into settings with recursive n(i) as (select 1 union all select n.i + 1 from n where n.i < 24)
      select 'row ' || n.i, zeroblob(1000000) from n`);
  return db;
}

test('what is written while the copy is made neither gets into it nor makes it begin again', async () => {
  const directory = temporaryDirectory(tmpdir()); // Too big to be kept in memory.
  const db = bigDatabase(path.join(directory, 'source.db'));
  const target = path.join(directory, 'copy.db');
  const copying = backupSqlite(path.join(directory, 'source.db'), target, {});
  const size = () => {
    const name = readdirSync(directory).find((file) => file.endsWith('.unfinished'));
    return name === undefined ? 0 : statSync(path.join(directory, name)).size;
  };
  while (size() === 0) await new Promise(setImmediate);
  db.exec("insert into settings values ('late', null)");
  await copying;
  const copy = new DatabaseSync(target);
  onTestFinished(() => copy.close());
  const names = copy.prepare('select settings.name from settings').all();
  expect(names.map((row) => row.name)).toEqual(Array.from({ length: 24 }, (_, n) => `row ${n + 1}`));
});

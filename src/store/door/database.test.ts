import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { recordStore } from '../../../test/support/recorded-occurrences.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { systemClock } from '../../core/clock.ts';
import { SqliteBackend } from '../sqlite/sqlite-backend.ts';
import { Database } from './database.ts';

const open = () => {
  const backend = new SqliteBackend(temporaryDirectory(), systemClock);
  return new Database({ backend, clock: systemClock, occurrences: recordStore().occurrences });
};

test('a transaction says how it ended, once, to whoever took part in it', async () => {
  const [database, told] = [open(), [] as string[]];
  const end = (of: string) => ({
    durable: () => void told.push(`${of} is durable`),
    refused: () => void told.push(`${of} is refused`),
  });
  await database.write(async (trx) => {
    for (const of of ['a', 'b']) database.atEnd(trx, end(of));
    await sql`create table notes (n integer not null)`.execute(trx);
    told.push('written');
  });
  const refused = database.write(async (trx) => {
    database.atEnd(trx, end('c'));
    await sql`insert into notes values (null)`.execute(trx);
  });
  await expect(refused).rejects.toMatchObject({ code: 'internal' });
  expect(told).toEqual(['written', 'a is durable', 'b is durable', 'c is refused']);
  await database.close();
});

test('nobody takes part in a transaction of another database', async () => {
  const [one, other] = [open(), open()];
  const end = { durable: () => {}, refused: () => {} };
  await expect(one.write(async (trx) => other.atEnd(trx, end))).rejects.toMatchObject({ code: 'internal' });
  await Promise.all([one.close(), other.close()]);
});

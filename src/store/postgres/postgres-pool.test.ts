import { Kysely, sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { POSTGRES, postgresForSuite } from '../../../test/support/postgres-server.ts';
import { describeWith } from '../../../test/support/requirement.ts';
import { waitUntil } from '../../../test/support/wait-until.ts';
import { OFTEN } from '../backend/often.ts';
import { HEARD_LATER, UNHEARD } from '../backend/unheard.ts';
import { TocsinPostgresDialect } from './postgres-dialect.ts';
import { explainPostgres } from './postgres-faults.ts';
import { forKysely, openPool } from './postgres-pool.ts';

interface Tables {
  readonly notes: { readonly text: string };
}

describeWith(POSTGRES, 'a connection to PostgreSQL', () => {
  const emptyDatabase = postgresForSuite();

  async function given() {
    const clock = new ManualClock();
    const pool = openPool(await emptyDatabase(), () => {});
    onTestFinished(() => pool.end());
    const db = new Kysely<Tables>({ dialect: new TocsinPostgresDialect({ pool: forKysely(pool, clock) }) });
    await sql`create table notes (text text)`.execute(db);
    const names = async () => {
      const kept = await sql<{ readonly name: string }>`select name from pg_prepared_statements`.execute(db);
      return kept.rows.map(({ name }) => name).sort();
    };
    const texts = async () => (await db.selectFrom('notes').select('text').execute()).map(({ text }) => text);
    const write = (text: string) =>
      db.transaction().execute(async (trx) => {
        await sql`${OFTEN} insert into notes (text) values (${text}) ${UNHEARD}`.execute(trx);
        return sql<{ readonly n: number }>`${OFTEN} select count(*) as n from notes`.execute(trx);
      });
    return { db, clock, names, texts, write };
  }

  test('has the server keep what comes often, for ten seconds each', async () => {
    const { clock, names, texts, write } = await given();
    expect((await write('a')).rows).toEqual([{ n: 1 }]);
    expect((await write('b')).rows).toEqual([{ n: 2 }]);
    expect(await names()).toEqual(['tocsin_1', 'tocsin_2']);
    await clock.advance(10_000);
    expect((await write('c')).rows).toEqual([{ n: 3 }]);
    expect(await names()).toEqual(['tocsin_3', 'tocsin_4']);
    expect(await texts()).toEqual(['a', 'b', 'c']);
  });

  test('uses no connection again on which a statement that it keeps has failed', async () => {
    const { db, texts, write } = await given();
    const process = async () => (await sql`select pg_backend_pid() as id`.execute(db)).rows;
    await write('a');
    const first = await process();
    await sql`alter table notes rename to elsewhere`.execute(db);
    await expect(write('b')).rejects.toMatchObject({ message: expect.stringContaining('notes') });
    await sql`alter table elsewhere rename to notes`.execute(db);
    await write('c');
    expect(await texts()).toEqual(['a', 'c']);
    expect(await process()).not.toEqual(first);
  });

  test('gives up names where the server does not know them, as behind a pooler, at the cost of one transaction', async () => {
    const { db, names, texts, write } = await given();
    await write('a');
    await sql`deallocate all`.execute(db);
    const lost = await write('b').catch((error: unknown) => error);
    expect(explainPostgres(lost)).toMatchObject({
      reason: 'connection_lost',
      words: expect.stringContaining('pooler'),
    });
    await write('c');
    await write('d');
    expect(await names()).toEqual([]);
    expect(await texts()).toEqual(['a', 'c', 'd']);
  });

  test('reads a statement anew on another connection when its table has become another', async () => {
    const { db, texts } = await given();
    const add = (text: string) =>
      db
        .transaction()
        .execute((trx) => sql`${OFTEN} insert into notes (text) values (${text}) returning notes.*`.execute(trx));
    await add('a');
    await sql`alter table notes add column more text`.execute(db);
    const lost = await add('b').catch((error: unknown) => error);
    expect(explainPostgres(lost)?.reason).toBe('connection_lost');
    expect((await add('c')).rows).toEqual([{ text: 'c', more: null }]);
    expect(await texts()).toEqual(['a', 'c']);
  });

  test('takes nothing of a transaction that its caller gives up between statements that are not answered', async () => {
    const { db, texts, write } = await given();
    const givenUp = db.transaction().execute(async (trx) => {
      await sql`${OFTEN} insert into notes (text) values (${'never'}) ${UNHEARD}`.execute(trx);
      throw new RangeError('given up');
    });
    await expect(givenUp).rejects.toThrow('given up');
    const refused = db.transaction().execute(async (trx) => {
      await sql`insert into notes (text) values (${'never'}) ${UNHEARD}`.execute(trx);
      await sql`insert into notes (text) values (${{} as string})`.execute(trx);
    });
    await expect(refused).rejects.toThrow('cannot be stored');
    await write('a');
    expect(await texts()).toEqual(['a']);
  });

  test('refuses a value that is missing, which is no NULL', async () => {
    const { db, texts } = await given();
    const missing = undefined as unknown as string;
    const refused = sql`insert into notes (text) values (${missing})`.execute(db);
    await expect(refused).rejects.toThrow('A value of type undefined cannot be stored.');
    expect(await texts()).toEqual([]);
  });

  test('hears later of what nobody waits for, with the commit at the latest, and of each what it gave', async () => {
    const { db, texts } = await given();
    const insert = (text: string) =>
      sql<{ readonly text: string }>`insert into notes (text) values (${text}) returning text ${HEARD_LATER}`;
    const { first, second } = await db.transaction().execute(async (trx) => {
      const first = await insert('a').execute(trx);
      await sql`insert into notes (text) values ('b') returning text ${UNHEARD}`.execute(trx);
      expect(first.rows).toEqual([]);
      expect((await sql`select text from notes`.execute(trx)).rows).toHaveLength(2);
      expect(first.rows).toEqual([{ text: 'a' }]);
      const second = await insert('c').execute(trx);
      await sql`insert into notes (text) values ('d') ${UNHEARD}`.execute(trx);
      expect(second.rows).toEqual([]);
      return { first, second };
    });
    expect([first.rows, second.rows, await texts()]).toEqual([
      ...[[{ text: 'a' }], [{ text: 'c' }]],
      ['a', 'b', 'c', 'd'],
    ]);
  });

  test('is ended by the server, with its limit, when the caller of a transaction stands still behind a statement that is not answered', async () => {
    const { db, texts, write } = await given();
    const stoodStill = db.transaction().execute(async (trx) => {
      const limit = sql`select set_config('idle_in_transaction_session_timeout', '100', true), pg_backend_pid() as id`;
      const [backend] = (await limit.execute(trx)).rows as [{ readonly id: number }];
      await sql`${OFTEN} insert into notes (text) values (${'never'}) ${UNHEARD}`.execute(trx);
      const isThere = sql`select pid from pg_stat_activity where pid = ${backend.id}`;
      await waitUntil(async () => (await isThere.execute(db)).rows.length === 0, { what: 'it is ended' });
      await sql`select count(*) from notes`.execute(trx);
    });
    const error = await stoodStill.catch((failed: unknown) => failed);
    expect(explainPostgres(error)).toBeDefined();
    await write('a');
    expect(await texts()).toEqual(['a']);
  });

  test('reads numbers, texts, bytes and nothing as they were given', async () => {
    const { db } = await given();
    const bytes = Buffer.from([0, 1, 255]);
    const values = sql<Record<string, unknown>>`select ${9_007_199_254_740_991}::bigint as big, ${1.5}::float8 as real,
      ${'ü\0'}::text as text, ${null}::text as nothing, ${bytes}::bytea as bytes, ${true}::boolean as truth`;
    const { rows } = await values.execute(db);
    expect(rows).toEqual([
      { big: Number.MAX_SAFE_INTEGER, real: 1.5, text: 'ü\uFFFD', nothing: null, bytes, truth: true },
    ]);
    const words = ['', 'a "b"', '\\', 'ü,{}', 'NULL'];
    const arrays = sql<Record<string, unknown>>`select ${words}::text[] as words, ${[1, -2]}::bigint[] as numbers,
      ${[bytes, null]}::bytea[] as pieces, ${[]}::text[] as none`;
    const [array] = (await arrays.execute(db)).rows;
    expect(array).toMatchObject({ words, pieces: [bytes, null], none: [] });
    expect([array?.numbers].flat().map(Number)).toEqual([1, -2]);
    const tooLarge = sql`select ${'9007199254740993'}::bigint as big`.execute(db);
    await expect(tooLarge).rejects.toThrow('too large');
    expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
  });
});

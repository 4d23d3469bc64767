import { DatabaseSync } from 'node:sqlite';
import { CompiledQuery } from 'kysely';
import { expect, test } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { RowBatch } from '../backend/row-batch.ts';
import { SqliteConnection } from './sqlite-connection.ts';

/** A clock by which every look takes a while. */
class BusyClock extends ManualClock {
  #looks = 0;
  readonly #step: number;

  constructor(step: number) {
    super();
    this.#step = step;
  }

  override monotonic(): number {
    return this.#looks++ * this.#step;
  }
}

function given(step: number) {
  const db = new DatabaseSync(':memory:');
  db.exec('create table things (id integer primary key, name text unique)');
  const connection = new SqliteConnection(db, new BusyClock(step));
  const run = (text: string, ...values: unknown[]) => connection.executeQuery(CompiledQuery.raw(text, values));
  /** How often others had their turn until this was done. */
  const turns = async (work: () => Promise<unknown>): Promise<number> => {
    let [count, over] = [0, false];
    const turn = () => {
      if (over) return;
      count++;
      setImmediate(turn);
    };
    setImmediate(turn);
    await work();
    over = true;
    return count;
  };
  return { run, turns };
}

const INSERT = 'insert into things (name) values (?) on conflict do nothing';

test('a statement runs for each row of a batch, and tells which rows changed something', async () => {
  const { run } = given(0);
  const batch = new RowBatch([['a'], ['b'], ['a'], [null]]);
  expect((await run(INSERT, batch)).rows).toEqual([
    { n: 0, id: 1 },
    { n: 1, id: 2 },
    { n: 3, id: 3 },
  ]);
  expect((await run('update things set name = ? where name = ?', new RowBatch([['c', 'a']]))).rows).toHaveLength(1);
  expect((await run('select name from things order by id')).rows.map((row) => (row as { name: unknown }).name)).toEqual(
    ['c', 'b', null],
  );
});

test('a long row of statements lets others have their turn, a short one does not', async () => {
  const statements = (run: (text: string) => Promise<unknown>) => async () => {
    for (let n = 0; n < 100; n++) await run('select 1');
  };
  const [quick, slow] = [given(0), given(3)];
  expect(await quick.turns(statements(quick.run))).toBe(0);
  expect(await slow.turns(statements(slow.run))).toBe(20);
});

test('a long batch lets others have their turn', async () => {
  const { run, turns } = given(3);
  const batch = new RowBatch(Array.from({ length: 2_000 }, (_, n) => [`${n}`]));
  expect(await turns(() => run(INSERT, batch))).toBe(8);
});

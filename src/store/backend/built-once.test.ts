import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { NodeSqliteDialect } from '../sqlite/sqlite-dialect.ts';
import type { Tables } from '../tables.ts';
import { builtForRows, builtOnce } from './built-once.ts';
import { isOften } from './often.ts';

interface Pair {
  readonly name: string;
  readonly value: string | null;
}

describe('a statement that is built once', () => {
  const database = new Kysely<Tables>({
    dialect: new NodeSqliteDialect({ db: new DatabaseSync(':memory:'), clock: systemClock }),
  });

  test('is built for each number of rows, and has other values each time', async () => {
    let built = 0;
    const echo = builtForRows((db, rows: readonly Pair[]) => {
      built += 1;
      return sql<Pair>`select cast(${rows[0]?.name ?? ''} as text) as name, cast(${rows.at(-1)?.value} as text) as value,
        ${sql.lit('as it is')} as fixed`.compile(db);
    });
    const run = async (...rows: Pair[]) => (await echo(database, rows)).rows;
    expect(await run({ name: 'a', value: 'b' })).toMatchObject([{ name: 'a', value: 'b', fixed: 'as it is' }]);
    expect(await run({ name: 'c', value: null })).toMatchObject([{ name: 'c', value: null }]);
    expect(built).toBe(1);
    expect(await run({ name: 'd', value: 'x' }, { name: 'y', value: 'e' })).toMatchObject([{ name: 'd', value: 'e' }]);
    expect(built).toBe(2);
  });

  test('refuses a row in which a name is missing, in place of taking it for NULL', async () => {
    const echo = builtForRows((db, rows: readonly Pair[]) =>
      sql<Pair>`select ${sql.join(rows.map(({ value }) => sql`cast(${value} as text)`))} as value`.compile(db),
    );
    await echo(database, [{ name: 'a', value: null }]);
    // As it comes where a type was asserted.
    const nameless = { name: 'a' } as Pair;
    expect(() => echo(database, [nameless])).toThrow('A statement was given no value for "value".');
    // @ts-expect-error What may be left out is no row of such a statement.
    builtForRows((db, rows: readonly { readonly value?: string }[]) => sql`select ${rows.length}`.compile(db));
  });

  test('says that it comes often, but not where it is built each time', async () => {
    const said: boolean[] = [];
    const listening = new Kysely<Tables>({
      dialect: new NodeSqliteDialect({ db: new DatabaseSync(':memory:'), clock: systemClock }),
      log: ({ query }) => void said.push(isOften(query.sql)),
    });
    const count = builtForRows((db, rows: readonly { readonly n: number }[]) =>
      sql`select ${sql.join(rows.map(({ n }) => n))}`.compile(db),
    );
    for (const length of [1, 16, 17])
      await count(
        listening,
        Array.from({ length }, (_, n) => ({ n })),
      );
    expect(said).toEqual([true, true, false]);
  });

  test('is built each time where there are many rows', async () => {
    const lengths: number[] = [];
    const count = builtForRows((db, rows: readonly { readonly n: number }[]) => {
      lengths.push(rows.length);
      return sql<{ readonly sum: number }>`select ${sql.join(
        rows.map(({ n }) => sql`cast(${n} as integer)`),
        sql` + `,
      )} as sum`.compile(db);
    });
    const rows = Array.from({ length: 17 }, (_, n) => ({ n }));
    for (let time = 0; time < 2; time++) expect((await count(database, rows)).rows).toEqual([{ sum: 136 }]);
    expect(lengths).toEqual([17, 17]);
  });

  test('takes the values of one call beside those of another', async () => {
    const echo = builtOnce((db, { name }: Pick<Pair, 'name'>) =>
      sql<Pick<Pair, 'name'>>`select cast(${name} as text) as name`.compile(db),
    );
    const names = Array.from({ length: 20 }, (_, n) => `n ${n}`);
    const answers = await Promise.all(names.map((name) => echo(database, { name })));
    expect(answers.flatMap(({ rows }) => rows.map(({ name }) => name))).toEqual(names);
  });
});

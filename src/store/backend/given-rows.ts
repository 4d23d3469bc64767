// Many rows as few values of a statement: its text is the same for any number of them.
import { type RawBuilder, sql } from 'kysely';
import type { StoreKind } from './backend.ts';
import { binaryArray, type ElementType } from './binary-array.ts';

export interface GivenTable<Name extends string = string> {
  readonly name: string;
  readonly columns: Readonly<Record<Name, ElementType>>;
}

export type GivenRow<Name extends string = string> = Readonly<Record<Name, string | number | null>>;

/** The values of a statement that are rows, by names of which no other table has one. */
export type GivenValues = Readonly<Record<RowsName, Buffer | string>>;

type RowsName = `rows of ${string}`;

/** What stands behind FROM: the rows as a table with this name and these columns, and `n`, in which order they were given. Texts must be well-formed and without NUL. */
export function givenRows<Name extends string>(
  kind: StoreKind,
  table: GivenTable<Name>,
  rows: readonly GivenRow<Name>[],
): RawBuilder<unknown> {
  return givenTable(kind, table, givenValues(kind, table, rows));
}

/** The rows alone, for a statement that was built before (`built-once.ts`). */
export function givenValues<Name extends string>(
  kind: StoreKind,
  table: GivenTable<Name>,
  rows: readonly GivenRow<Name>[],
): GivenValues {
  const types = typesOf(table);
  if (kind === 'sqlite')
    return { [rowsName(table.name)]: JSON.stringify(rows.map((row) => types.map(([column]) => row[column]))) };
  const arrays = types.map(([column, type]) => {
    const values = rows.map((row) => row[column]);
    return [rowsName(table.name, column), binaryArray(type, values)] as const;
  });
  return Object.fromEntries(arrays);
}

/** What stands behind FROM, with the values that `givenValues` gave. */
export function givenTable<Name extends string>(
  kind: StoreKind,
  given: GivenTable<Name>,
  values: GivenValues,
): RawBuilder<unknown> {
  const types = typesOf(given);
  const table = sql.ref(given.name);
  if (kind === 'sqlite') {
    const fields = types.map(([column], at) => sql`value ->> ${sql.lit(at)} as ${sql.ref(column)}`);
    return sql`(select key as n, ${sql.join(fields)} from json_each(${values[rowsName(given.name)]})) as ${table}`;
  }
  const arrays = types.map(([column, type]) => sql`${values[rowsName(given.name, column)]}::${sql.raw(type)}[]`);
  const names = types.map(([column]) => sql.ref(column));
  return sql`unnest(${sql.join(arrays)}) with ordinality as ${table}(${sql.join(names)}, n)`;
}

const rowsName = (...names: readonly string[]): RowsName => `rows of ${names.join('.')}`;

/** The keys of the columns are their names; Object.entries has a wider type. */
const typesOf = <Name extends string>({ columns }: GivenTable<Name>) =>
  Object.entries(columns) as [Name, ElementType][];

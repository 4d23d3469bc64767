// Many rows as few values of a statement: its text is the same for any number of them.
import { type RawBuilder, sql } from 'kysely';
import type { StoreKind } from './backend.ts';
import { binaryArray, type ElementType } from './binary-array.ts';

export interface GivenTable<Name extends string = string> {
  readonly name: string;
  readonly columns: Readonly<Record<Name, ElementType>>;
}

export type GivenRow<Name extends string = string> = Readonly<Record<Name, string | number | null>>;

/** What stands behind FROM: the rows as a table with this name and these columns, and `n`, in which order they were given. Texts must be well-formed and without NUL. */
export function givenRows<Name extends string>(
  kind: StoreKind,
  { name, columns }: GivenTable<Name>,
  rows: readonly GivenRow<Name>[],
): RawBuilder<unknown> {
  // The keys of the columns are their names; Object.entries has a wider type.
  const types = Object.entries(columns) as [Name, ElementType][];
  const table = sql.ref(name);
  if (kind === 'sqlite') {
    const json = JSON.stringify(rows.map((row) => types.map(([column]) => row[column])));
    const values = types.map(([column], at) => sql`value ->> ${sql.lit(at)} as ${sql.ref(column)}`);
    return sql`(select key as n, ${sql.join(values)} from json_each(${json})) as ${table}`;
  }
  const arrays = types.map(
    ([column, type]) =>
      sql`${binaryArray(
        type,
        rows.map((row) => row[column]),
      )}::${sql.raw(type)}[]`,
  );
  const names = types.map(([column]) => sql.ref(column));
  return sql`unnest(${sql.join(arrays)}) with ordinality as ${table}(${sql.join(names)}, n)`;
}

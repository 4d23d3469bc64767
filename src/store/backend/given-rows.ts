// Many rows as few values of a statement: its text is the same for any number of them.
import { type RawBuilder, sql } from 'kysely';
import type { StoreKind } from './backend.ts';
import { binaryArray, type ElementType } from './binary-array.ts';
import { bound } from './bindable.ts';

export interface GivenTable {
  readonly name: string;
  readonly columns: Readonly<Record<string, ElementType>>;
}

type Column<Table extends GivenTable> = keyof Table['columns'] & string;

export type GivenRow<Table extends GivenTable> = Readonly<Record<Column<Table>, string | number | null>>;

/** The values of a statement that are rows, by names of which no other table has one: one text of all on SQLite, one array for each column on PostgreSQL. */
export type GivenValues<Kind extends StoreKind, Table extends GivenTable> = Kind extends 'sqlite'
  ? Readonly<Record<`rows of ${Table['name']}`, string>>
  : Readonly<Record<`rows of ${Table['name']}.${Column<Table>}`, Buffer>>;

/** What stands behind FROM: the rows as a table with this name and these columns, and `n`, in which order they were given. Texts must be well-formed and without NUL. */
export function givenRows<Table extends GivenTable>(
  kind: StoreKind,
  table: Table,
  rows: readonly GivenRow<Table>[],
): RawBuilder<unknown> {
  return givenTable(kind, table, givenValues(kind, table, rows));
}

/** The rows alone, for a statement that was built before (`built-once.ts`). */
export function givenValues<Kind extends StoreKind, Table extends GivenTable>(
  kind: Kind,
  table: Table,
  rows: readonly GivenRow<Table>[],
): GivenValues<Kind, Table> {
  const types = typesOf(table);
  // Its names follow from the kind and the table, which the compiler cannot see.
  return (kind === 'sqlite' ? inOneText(table.name, types, rows) : inArrays(table.name, types, rows)) as GivenValues<
    Kind,
    Table
  >;
}

type ColumnTypes = readonly (readonly [column: string, type: ElementType])[];
type Values = Readonly<Record<string, string | number | null>>;

const inOneText = (table: string, types: ColumnTypes, rows: readonly Values[]) => ({
  [rowsName(table)]: JSON.stringify(rows.map((row) => types.map(([column]) => bound(row, column)))),
});

const inArrays = (table: string, types: ColumnTypes, rows: readonly Values[]) =>
  Object.fromEntries(
    types.map(([column, type]) => {
      const values = rows.map((row) => bound(row, column));
      return [rowsName(table, column), binaryArray(type, values)] as const;
    }),
  );

/** What stands behind FROM, with the values that `givenValues` gave. */
export function givenTable<Kind extends StoreKind, Table extends GivenTable>(
  kind: Kind,
  table: Table,
  values: GivenValues<Kind, Table>,
): RawBuilder<unknown> {
  const given: Readonly<Record<string, Buffer | string>> = values;
  const types = typesOf(table);
  const name = sql.ref(table.name);
  if (kind === 'sqlite') {
    const fields = types.map(([column], at) => sql`value ->> ${sql.lit(at)} as ${sql.ref(column)}`);
    return sql`(select key as n, ${sql.join(fields)} from json_each(${bound(given, rowsName(table.name))})) as ${name}`;
  }
  const arrays = types.map(([column, type]) => sql`${bound(given, rowsName(table.name, column))}::${sql.raw(type)}[]`);
  const names = types.map(([column]) => sql.ref(column));
  return sql`unnest(${sql.join(arrays)}) with ordinality as ${name}(${sql.join(names)}, n)`;
}

const rowsName = (...names: readonly string[]): string => `rows of ${names.join('.')}`;

const typesOf = ({ columns }: GivenTable): ColumnTypes => Object.entries(columns);

// A statement that is built and compiled once, for each number of rows that it takes, and then only given other values.
import type { CompiledQuery, DialectAdapter, Kysely, QueryResult } from 'kysely';
import type { Tables } from '../tables.ts';
import { type Bindable, bound } from './bindable.ts';
import { oftenText } from './often.ts';

/** What the values of each call are: all of them each time, for what is left out once would be left out of the statement, or be NULL in it. */
export type Whole<Values> = { readonly [Name in keyof Values]-?: Bindable };

/** It may look at how many rows there are, never at what is in them: when it is asked, there is something else in the place of each value. */
export type BuildForRows<Row extends Whole<Row>, Out> = (
  db: Kysely<Tables>,
  rows: readonly Row[],
) => CompiledQuery<Out>;
export type Build<Values extends Whole<Values>, Out> = (db: Kysely<Tables>, values: Values) => CompiledQuery<Out>;

/** The result says as much as that of the statement itself. */
export type BuiltOnce<Values extends Whole<Values>, Out> = (
  db: Kysely<Tables>,
  values: Values,
) => Promise<QueryResult<Out>>;

/** A statement with more is built each time: it is rare, and has other costs. */
const MOST_ROWS = 16;

/** In the place of a value. */
class Slot {
  readonly row: number;
  readonly name: string;

  constructor(row: number, name: string) {
    [this.row, this.name] = [row, name];
  }
}

/** The result says as much as that of the statement itself. It throws where a value is missing that there was when it was built. */
export function builtForRows<Row extends Whole<Row>, Out>(
  build: BuildForRows<Row, Out>,
): (db: Kysely<Tables>, rows: readonly Row[]) => Promise<QueryResult<Out>> {
  // Each database has its own way to write a statement, and one adapter for as long as it is open.
  const compiled = new WeakMap<DialectAdapter, CompiledQuery<Out>[]>();
  return (db, rows) => {
    if (rows.length > MOST_ROWS) return db.executeQuery(build(db, rows));
    const { adapter } = db.getExecutor();
    const byCount = compiled.get(adapter) ?? [];
    compiled.set(adapter, byCount);
    const query = byCount[rows.length] ?? often(build(db, rows.map(slotsOf<Row>)));
    byCount[rows.length] = query;
    const parameters = query.parameters.map((one) => (one instanceof Slot ? valueIn(rows, one) : one));
    return db.executeQuery({ ...query, parameters });
  };
}

const often = <Out>(query: CompiledQuery<Out>): CompiledQuery<Out> => ({ ...query, sql: oftenText(query.sql) });

/** The same for one that takes as many values each time. */
export function builtOnce<Values extends Whole<Values>, Out>(build: Build<Values, Out>): BuiltOnce<Values, Out> {
  const run = builtForRows<Values, Out>((db, [values]) => {
    if (values === undefined) throw new RangeError('A statement that is built once takes one row.');
    return build(db, values);
  });
  return (db, values) => run(db, [values]);
}

/** Rows have names as their types say; only the compiler has forgotten which. */
const valueIn = (rows: readonly object[], { row, name }: Slot): unknown =>
  bound((rows[row] ?? {}) as Readonly<Record<string, unknown>>, name);

/** To whoever builds a statement a slot is as good as the value: it is only put into its place. */
function slotsOf<Row extends object>(values: Row, row: number): Row {
  const slots = Object.keys(values).map((name) => [name, new Slot(row, name)]);
  return Object.fromEntries(slots) as Row;
}

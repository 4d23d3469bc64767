// biome-ignore-all lint/a11y/noRedundantRoles: the style sheet changes the layout of tables, and some browsers then forget the roles.
import type { ComponentChildren } from 'preact';

export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** The heading is for screen readers only: the column speaks for itself. */
  readonly unnamed?: boolean;
  readonly class?: string;
}

export interface DataTableProps<Row> {
  readonly caption: string;
  /** The first column names the row. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}

/**
 * A table that turns into cards where the screen is narrow. The roles are written out, because browsers forget that it is a table
 * as soon as the style sheet lays it out in another way.
 */
export function DataTable<Row>({ caption, columns, rows, keyOf }: DataTableProps<Row>) {
  return (
    <table role="table">
      <caption class="for-ears">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ name, unnamed, class: style }) => (
            <th key={name} role="columnheader" scope="col" class={style}>
              <span class={unnamed ? 'for-ears' : ''}>{name}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={keyOf(row)} role="row">
            {columns.map((column, at) => (
              <Cell key={column.name} column={column} row={row} first={at === 0} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell<Row>({ column, row, first }: { column: Column<Row>; row: Row; first: boolean }) {
  const { name, cell, unnamed, class: style } = column;
  const label = unnamed || first ? undefined : name;
  return first ? (
    <th role="rowheader" scope="row" class={style}>
      {cell(row)}
    </th>
  ) : (
    <td role="cell" class={style} data-label={label}>
      <div>{cell(row)}</div>
    </td>
  );
}

import { useState } from 'preact/hooks';
import { DataTable, type DataTableProps } from './data-table.tsx';

/** So many rows are drawn quickly on any machine. */
const AT_ONCE = 200;

/** A table of any number of rows, of which the first are drawn, and more on demand. */
export function LongTable<Row>({ rows, ...table }: DataTableProps<Row>) {
  const [most, setMost] = useState(AT_ONCE);
  const left = rows.length - most;
  return (
    <>
      <DataTable {...table} rows={left > 0 ? rows.slice(0, most) : rows} />
      {left > 0 && (
        <div class="list-foot">
          <button type="button" onClick={() => setMost(most + AT_ONCE)}>
            Show {Math.min(left, AT_ONCE)} more
          </button>
        </div>
      )}
    </>
  );
}

/** Of all rows, whether they are drawn or not. */
export const countInTable = (rows: number): string =>
  rows <= AT_ONCE ? `${rows} shown` : `${rows.toLocaleString('en')} found`;

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { PagedList } from '../../live/paged-list.ts';
import { Message } from '../message.tsx';
import { type Column, DataTable } from './data-table.tsx';
import { FilterBox } from './filter-box.tsx';

export interface ListViewProps<Item> {
  readonly list: PagedList<Item>;
  /** What the items are, in the plural: "users". */
  readonly noun: string;
  readonly columns: readonly Column<Item>[];
  readonly keyOf: (item: Item) => string;
  /** The words by which an item can be found. */
  readonly wordsOf: (item: Item) => readonly string[];
  /** What to say when there is none at all. */
  readonly empty: ComponentChildren;
}

/** A list of the server as a table, with a filter over what is loaded and a way to load more. */
export function ListView<Item>({ list, noun, columns, keyOf, wordsOf, empty }: ListViewProps<Item>) {
  const [filter, setFilter] = useState('');
  const { items, fault, loading } = list.state.value;
  const found = items?.filter((item) => matches(filter, wordsOf(item))) ?? [];
  return (
    <section class="card" aria-label={noun} aria-busy={loading}>
      <div class="list-head">
        <FilterBox label={`Filter ${noun}`} value={filter} onInput={setFilter} />
        <p class="soft" role="status">
          {items && countOf({ found: found.length, loaded: items.length, more: list.hasMore.value })}
        </p>
      </div>
      {fault && <Message kind="bad">{fault.message}</Message>}
      {items?.length === 0 && <div class="empty">{empty}</div>}
      {items && items.length > 0 && found.length === 0 && <p class="empty">Nothing here matches “{filter}”.</p>}
      {found.length > 0 && <DataTable caption={noun} columns={columns} rows={found} keyOf={keyOf} />}
      {(list.hasMore.value || fault) && (
        <div class="list-foot">
          <button type="button" aria-disabled={loading} onClick={() => void (fault ? list.reload() : list.more())}>
            {fault ? 'Try again' : 'Show older ones'}
          </button>
        </div>
      )}
    </section>
  );
}

/** Every word of the filter must stand somewhere among the item's words. */
function matches(filter: string, words: readonly string[]): boolean {
  const text = words.join('\n').toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((part) => text.includes(part));
}

interface Counts {
  readonly found: number;
  readonly loaded: number;
  readonly more: boolean;
}

function countOf({ found, loaded, more }: Counts): string {
  const shown = found === loaded ? `${loaded} shown` : `${found} of ${loaded} shown`;
  return more ? `${shown}, and there are older ones` : shown;
}

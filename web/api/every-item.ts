import type { ListPage } from './shapes.ts';

/** Twice as many as there may be rules. Whatever a server says, reading ends. */
const MOST_PAGES = 40;

/** All that a list has, read page after page. */
export async function everyItem<Item>(
  load: (cursor: string | undefined) => Promise<ListPage<Item>>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let [pages, cursor]: [number, string | null | undefined] = [0, undefined]; cursor !== null; pages += 1) {
    if (pages === MOST_PAGES) break;
    const page: ListPage<Item> = await load(cursor);
    items.push(...page.items);
    cursor = page.next_cursor;
  }
  return items;
}

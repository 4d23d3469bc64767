import { expect, test } from 'vitest';
import { everyItem } from './every-item.ts';

test('a list is read page by page to its last item, also behind a page that is empty', async () => {
  const asked: (string | undefined)[] = [];
  const pages = [['4'], [], ['1']];
  const items = await everyItem(async (cursor) => {
    asked.push(cursor);
    const at = Number(cursor ?? '0');
    return { items: pages[at] ?? [], next_cursor: at + 1 < pages.length ? String(at + 1) : null };
  });
  expect([items, asked]).toEqual([
    ['4', '1'],
    [undefined, '1', '2'],
  ]);
});

test('a list without an end is given up after forty pages', async () => {
  expect(await everyItem(async () => ({ items: ['again'], next_cursor: 'on' }))).toHaveLength(40);
});

import { describe, expect, test } from 'vitest';
import { ApiError } from '../api/api-error.ts';
import { PagedList } from './paged-list.ts';

const SILENCE = new ApiError('unreachable', 'No answer.', { status: 0 });

/** A server with the numbers 9 to 1, newest first, four to a page. */
async function numbers(cursor: string | undefined) {
  const from = Number(cursor ?? 9);
  const items = Array.from({ length: Math.min(4, from) }, (_, at) => from - at);
  return { items, next_cursor: from > 4 ? String(from - 4) : null };
}

describe('a paged list', () => {
  test('knows nothing before it was read', () => {
    expect(new PagedList(numbers).state.value.items).toBeUndefined();
  });

  test('grows page by page, until there is no more', async () => {
    const list = new PagedList(numbers);
    await list.reload();
    expect(list.state.value.items).toEqual([9, 8, 7, 6]);
    expect(list.hasMore.value).toBe(true);
    await list.more();
    await list.more();
    expect(list.state.value.items).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(list.hasMore.value).toBe(false);
    await list.more();
    expect(list.state.value.items).toHaveLength(9);
  });

  test('read anew keeps the old items until the new ones are there', async () => {
    const list = new PagedList(numbers);
    await list.reload();
    await list.more();
    const again = list.reload();
    expect(list.state.value).toMatchObject({ loading: true });
    expect(list.state.value.items).toHaveLength(8);
    await again;
    expect(list.state.value.items).toHaveLength(4);
  });

  test('is refreshed where nothing is under way, and only as long as no older page is shown', async () => {
    const asked: (string | undefined)[] = [];
    const list = new PagedList((cursor) => {
      asked.push(cursor);
      return numbers(cursor);
    });
    const first = list.reload();
    await list.refresh();
    expect(asked).toEqual([undefined]);
    await first;
    await list.refresh();
    expect(asked).toHaveLength(2);
    await list.more();
    await list.refresh();
    expect(asked).toEqual([undefined, undefined, '5']);
    expect(list.state.value.items).toHaveLength(8);
    await list.reload();
    await list.refresh();
    expect(asked).toHaveLength(5);
  });

  test('keeps what it has when the next page cannot be had', async () => {
    let broken = false;
    const list = new PagedList((cursor) => (broken ? Promise.reject(SILENCE) : numbers(cursor)));
    await list.reload();
    broken = true;
    await list.more();
    expect(list.state.value).toEqual({ items: [9, 8, 7, 6], nextCursor: '5', loading: false, fault: SILENCE });
  });

  test('shows the answer to the newest question, in whatever order the answers come', async () => {
    const answers: ((items: readonly string[]) => void)[] = [];
    const list = new PagedList<string>(
      () => new Promise((resolve) => answers.push((items) => resolve({ items, next_cursor: null }))),
    );
    const [first, second] = [list.reload(), list.reload()];
    answers[1]?.(['new']);
    answers[0]?.(['old']);
    await Promise.all([first, second]);
    expect(list.state.value.items).toEqual(['new']);
  });

  test('that is closed gives up what is under way', async () => {
    const given: AbortSignal[] = [];
    const list = new PagedList<number>((_, signal) => {
      given.push(signal);
      return numbers(undefined);
    });
    const reading = list.reload();
    list.close();
    await reading;
    expect(given[0]?.aborted).toBe(true);
    expect(list.state.value.items).toBeUndefined();
  });
});

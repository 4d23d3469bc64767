import { describe, expect, test } from 'vitest';
import type { EventPage } from '../../../api/shapes.ts';
import { EventLog } from './event-log.ts';

const found = {
  id: '7',
  source: 'nas',
  severity: 'error' as const,
  message: 'a needle',
  metadata: {},
  workload_id: null,
  rule_id: null,
  held_back: 0,
  last_seen: null,
  created_at: '2026-11-20T11:00:00.000Z',
};
const back = (day: number): string => `2026-11-${day}T11:00:00.000Z`;
const short = (day: number, ...items: (typeof found)[]): EventPage => ({
  items,
  next_cursor: `below ${day}`,
  partial: true,
  searched_to: back(day),
});

/** A search whose pages are answered when the test says so. */
function searched() {
  const asked: { readonly cursor: string | undefined; readonly answer: (page: EventPage | Error) => void }[] = [];
  const shown = { isLookedAt: true, again: (): void => undefined };
  const log = new EventLog({
    fits: () => 'unknown',
    load: (cursor) =>
      new Promise((resolve, reject) => {
        const answer = (page: EventPage | Error): void => (page instanceof Error ? reject(page) : resolve(page));
        asked.push({ cursor, answer });
      }),
    untilLookedAt: () =>
      shown.isLookedAt
        ? Promise.resolve()
        : new Promise((resolve) => {
            shown.again = resolve;
          }),
  });
  const answer = async (page: EventPage | Error): Promise<void> => {
    asked.at(-1)?.answer(page);
    // The next one is asked for within a few turns, or not at all.
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return { log, asked, shown, answer, cursors: () => asked.map(({ cursor }) => cursor) };
}

describe('a search that ends its pages early', () => {
  test('is read on until something is found, one page after another, and says how far back it has come', async () => {
    const { log, answer, cursors } = searched();
    const reading = log.reload();
    await answer(short(26));
    expect(log.state.value).toMatchObject({ items: [], isSearching: true, hasMore: true, searchedTo: back(26) });
    await answer(short(25));
    expect(log.state.value).toMatchObject({ isSearching: true, searchedTo: back(25) });
    await answer(short(20, found));
    await reading;
    expect(cursors()).toEqual([undefined, 'below 26', 'below 25']);
    expect(log.state.value).toMatchObject({ items: [{ id: '7' }], isSearching: false, hasMore: true, loading: false });
  });

  test('is read on behind what was found, until there is nothing older', async () => {
    const { log, answer, cursors } = searched();
    const reading = log.reload();
    await answer(short(20, found));
    await reading;
    const older = log.more();
    expect(log.state.value.isSearching).toBe(true);
    await answer(short(19));
    await answer(short(18));
    await answer({ items: [], next_cursor: null });
    await older;
    expect(cursors()).toEqual([undefined, 'below 20', 'below 19', 'below 18']);
    expect(log.state.value).toMatchObject({ items: [{ id: '7' }], isSearching: false, hasMore: false });
  });

  test('is not read on when the page is left', async () => {
    const { log, answer, cursors } = searched();
    const reading = log.reload();
    await answer(short(26));
    log.close();
    await answer(short(25));
    await reading;
    expect(cursors()).toEqual([undefined, 'below 26']);
  });

  test('rests while nobody looks', async () => {
    const { log, answer, cursors, shown } = searched();
    void log.reload();
    shown.isLookedAt = false;
    await answer(short(26));
    expect(cursors()).toEqual([undefined]);
    shown.again();
    await answer(short(26));
    expect(cursors()).toEqual([undefined, 'below 26']);
    log.close();
  });

  test('does not say that it goes on when a page did not come, and goes on there when it is asked to', async () => {
    const { log, answer, cursors } = searched();
    const reading = log.reload();
    await answer(short(26));
    await answer(new Error('No answer.'));
    await reading;
    expect(log.state.value).toMatchObject({ isSearching: false, hasMore: true, loading: false });
    void log.more();
    expect(cursors()).toEqual([undefined, 'below 26', 'below 26']);
    log.close();
  });

  test('keeps what it found further back when the newest page is read anew and meets it', async () => {
    const { log, answer, cursors } = searched();
    const reading = log.reload();
    await answer(short(26));
    await answer(short(20, found));
    await reading;
    log.take([{ ...found, id: '9', created_at: back(27) }]);
    const anew = log.reload();
    await answer(short(26, { ...found, id: '9', created_at: back(27) }));
    await anew;
    expect(log.state.value.items.map(({ id }) => id)).toEqual(['9', '7']);
    expect([log.isStale, cursors()]).toEqual([false, [undefined, 'below 26', undefined]]);
    void log.more();
    expect(cursors().at(-1)).toBe('below 20');
    log.close();
  });

  test('begins again where something may lie between the newest page and what it found', async () => {
    const { log, answer } = searched();
    const reading = log.reload();
    await answer(short(20, found));
    await reading;
    log.becomeStale();
    const anew = log.reload();
    await answer(short(26, { ...found, id: '9', created_at: back(27) }));
    await anew;
    expect(log.state.value.items.map(({ id }) => id)).toEqual(['9']);
  });

  test('goes on where it was when the newest page is read anew meanwhile', async () => {
    const { log, answer, cursors } = searched();
    void log.reload();
    await answer(short(26));
    await answer(short(25));
    log.take([{ ...found, id: '9', created_at: back(27) }]);
    const anew = log.reload();
    await answer(short(26));
    await answer({ items: [], next_cursor: null });
    await anew;
    expect(cursors()).toEqual([undefined, 'below 26', 'below 25', undefined, 'below 25']);
    expect(log.state.value).toMatchObject({ items: [], hasMore: false, isSearching: false });
  });

  test('looks again for what came while the newest page was read', async () => {
    const { log, answer } = searched();
    const reading = log.reload();
    log.take([{ ...found, id: '9', created_at: back(27) }]);
    await answer({ items: [], next_cursor: null });
    await reading;
    expect(log.isStale).toBe(true);
  });
});

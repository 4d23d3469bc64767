import { describe, expect, test } from 'vitest';
import { ApiError } from '../../../api/api-error.ts';
import type { Event } from '../../../api/shapes.ts';
import { EventLog } from './event-log.ts';
import { MOST_HELD, MOST_WAITING } from './held-events.ts';
import type { ListedEvent } from './listed-event.ts';

const lookedAt = (): Promise<void> => Promise.resolve();

function event(id: number): Event {
  return {
    id: `${id}`,
    source: 'logscan',
    severity: 'error' as const,
    message: `line ${id}`,
    metadata: {},
    workload_id: null,
    rule_id: null,
    held_back: 0,
    last_seen: null,
    created_at: '2026-11-26T11:00:00.000Z',
  };
}

/** From `newest` down to `oldest`, as a page has them. */
const down = (newest: number, oldest: number): Event[] =>
  Array.from({ length: newest - oldest + 1 }, (_, at) => event(newest - at));

/** A log of events 1 to `newest`, of which a page holds so many. */
function logOf(newest: number, pageSize: number, fits: (one: Event) => boolean | 'unknown' = () => true) {
  const server = { newest, asked: [] as (string | undefined)[], fails: false, held: Promise.resolve() };
  const log = new EventLog({
    fits,
    untilLookedAt: lookedAt,
    load: async (cursor) => {
      server.asked.push(cursor);
      await server.held;
      if (server.fails) throw new ApiError('unreachable', 'No answer.', { status: 0 });
      const first = cursor === undefined ? server.newest : Number(cursor);
      const last = Math.max(1, first - pageSize + 1);
      return { items: down(first, last), next_cursor: last === 1 ? null : `${last - 1}` };
    },
  });
  const ids = (): number[] => log.state.value.items.map(({ id }) => Number(id));
  return { log, server, ids };
}

describe('the events of a page', () => {
  test('are read page by page, each once, until there are no older ones', async () => {
    const { log, ids } = logOf(25, 10);
    expect(log.state.value).toMatchObject({ isEmpty: true, hasMore: false });
    await log.reload();
    expect(ids()).toEqual(down(25, 16).map(({ id }) => Number(id)));
    await log.more();
    await log.more();
    expect(ids()).toEqual(down(25, 1).map(({ id }) => Number(id)));
    expect(log.state.value).toMatchObject({ hasMore: false, isFull: false, isEmpty: false });
    await log.more();
    expect(ids()).toHaveLength(25);
  });

  test('are not read twice at once', async () => {
    const { log, server } = logOf(30, 10);
    await log.reload();
    await Promise.all([log.more(), log.more(), log.more()]);
    expect(server.asked).toEqual([undefined, '20']);
  });

  test('that come stand above the others, those only that fit', async () => {
    const { log, ids } = logOf(3, 10, ({ id }) => id !== '5');
    await log.reload();
    log.take([event(4), event(5), event(6)]);
    expect(ids()).toEqual([6, 4, 3, 2, 1]);
  });

  test('that were in the page already are not shown twice', async () => {
    const { log, ids } = logOf(3, 10);
    await log.reload();
    log.take([event(2), event(3), event(4)]);
    expect(ids()).toEqual([4, 3, 2, 1]);
  });

  test('that come while the list is held still wait, and are counted', async () => {
    const { log, ids } = logOf(3, 10);
    await log.reload();
    log.holdStill(true);
    log.take([event(4)]);
    log.take([event(5)]);
    expect(ids()).toEqual([3, 2, 1]);
    expect(log.state.value.waiting).toBe(2);
    log.holdStill(false);
    expect(ids()).toEqual([5, 4, 3, 2, 1]);
    expect(log.state.value.waiting).toBe(0);
  });

  test('that come while the newest page is read are neither lost nor doubled', async () => {
    const { log, server, ids } = logOf(3, 10);
    await log.reload();
    log.holdStill(true);
    let answer = (): void => undefined;
    server.held = new Promise((resolve) => {
      answer = resolve;
    });
    server.newest = 4;
    const reading = log.reload();
    log.take([event(4), event(5)]);
    answer();
    await reading;
    expect(ids()).toEqual([5, 4, 3, 2, 1]);
  });

  test('beyond what may wait are counted and not kept: the newest page has to be read', async () => {
    const { log, ids } = logOf(3, 10);
    await log.reload();
    log.holdStill(true);
    log.take(down(MOST_WAITING + 10, 4).reverse());
    expect(log.isStale).toBe(true);
    log.take([event(MOST_WAITING + 11), event(MOST_WAITING + 12)]);
    // All of them are counted.
    expect(log.state.value.waiting).toBe(MOST_WAITING + 9);
    log.holdStill(false);
    expect(ids()).toEqual([3, 2, 1]);
    await log.reload();
    expect([log.isStale, log.state.value.waiting]).toEqual([false, 0]);
  });

  test('are held as their rows show them, without what else is said of them', async () => {
    const { log } = logOf(1, 10);
    await log.reload();
    log.take([{ ...event(2), metadata: { workload_name: 'shop/web', captures: { what: 'x'.repeat(1_000) } } }]);
    expect(log.state.value.items).toEqual<readonly ListedEvent[]>([
      {
        id: '2',
        severity: 'error',
        message: 'line 2',
        where: ['shop/', 'web'],
        moreLines: 0,
        heldBack: 0,
        at: event(2).created_at,
      },
      {
        id: '1',
        severity: 'error',
        message: 'line 1',
        where: ['', 'logscan'],
        moreLines: 0,
        heldBack: 0,
        at: event(1).created_at,
      },
    ]);
  });

  test('of which only the server can tell make the log stale', async () => {
    const { log, ids } = logOf(3, 10, () => 'unknown');
    await log.reload();
    log.take([event(4)]);
    expect([ids(), log.isStale]).toEqual([[3, 2, 1], true]);
  });

  test('of which only the server can tell are counted while the list is held still, and none is shown', async () => {
    const { log, server, ids } = logOf(3, 10, () => 'unknown');
    const signal = new AbortController().signal;
    await log.reload();
    log.holdStill(true);
    await log.lookAhead(signal);
    log.take([event(4)]);
    server.newest = 5;
    server.fails = true;
    await log.lookAhead(signal);
    expect(log.state.value).toMatchObject({ waiting: 0, fault: undefined });
    server.fails = false;
    await log.lookAhead(signal);
    await log.lookAhead(signal);
    expect(server.asked).toHaveLength(3);
    expect(ids()).toEqual([3, 2, 1]);
    expect(log.state.value).toMatchObject({ waiting: 2, isWaitingLeast: false });
    server.newest = 14;
    log.take([event(14)]);
    await log.lookAhead(signal);
    expect(log.state.value).toMatchObject({ waiting: 10, isWaitingLeast: true });
    await log.reload();
    expect(ids()[0]).toBe(14);
    expect(log.state.value).toMatchObject({ waiting: 0, isWaitingLeast: false });
  });

  test('are bounded: older ones make room, and it is said', async () => {
    const { log, ids } = logOf(MOST_HELD - 10, MOST_HELD);
    await log.reload();
    for (let at = MOST_HELD - 9; at <= MOST_HELD + 30; at += 1) log.take([event(at)]);
    expect(ids()).toHaveLength(MOST_HELD);
    expect(ids()[0]).toBe(MOST_HELD + 30);
    expect(log.state.value).toMatchObject({ isFull: true, hasMore: false });
    await log.more();
    expect(ids()).toHaveLength(MOST_HELD);
  });

  test('stay when a page does not come, and the page can be asked for again', async () => {
    const { log, server, ids } = logOf(25, 10);
    await log.reload();
    server.fails = true;
    await log.more();
    expect(ids()).toHaveLength(10);
    expect(log.state.value).toMatchObject({ loading: false, fault: { message: 'No answer.' } });
    server.fails = false;
    await log.more();
    expect(ids()).toHaveLength(20);
    expect(log.state.value.fault).toBeUndefined();
  });

  test('are given up with the page', async () => {
    const { log, ids } = logOf(3, 10);
    const reading = log.reload();
    log.close();
    await reading;
    expect(ids()).toEqual([]);
  });
});

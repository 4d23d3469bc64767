import { describe, expect, test } from 'vitest';
import { PASSES_ALL, type TriggerFilter } from '../../core/deliveries/trigger.ts';
import { isTocsinError } from '../../core/errors.ts';
import type { StoredEvent } from '../../core/events/stored-event.ts';
import type { Severity } from '../../core/severity.ts';
import { previewFilter } from './filter-preview.ts';

function event(
  id: number,
  [severity, message]: readonly [Severity, string],
  change: Partial<StoredEvent> = {},
): StoredEvent {
  const whole = { source: 'logscan', metadata: {}, workloadId: 'w1', ruleId: null, heldBack: 0, lastSeen: null };
  return { ...whole, id: String(id), severity, message, createdAt: id, ...change };
}

/** A log of events that is read page by page, newest first. */
function preview(
  events: readonly StoredEvent[],
  filter: Partial<TriggerFilter>,
  { most, endsAfter }: { readonly most?: number; readonly endsAfter?: number } = {},
) {
  const pages: number[] = [];
  const leaving = new AbortController();
  const stored = {
    async listEvents({ from = 0, to = 0 }, { limit, cursor = '0' }: { limit: number; cursor?: string | undefined }) {
      const own = events.filter(({ createdAt }) => createdAt >= from && createdAt < to);
      const end = Number(cursor) + limit;
      const items = own.slice(Number(cursor), end);
      pages.push(items.length);
      if (pages.length === endsAfter) leaving.abort();
      return { items, nextCursor: end < own.length ? String(end) : null };
    },
  };
  const asked = {
    filter: { ...PASSES_ALL, ...filter },
    span: { from: 0, to: 1_000_000 },
    signal: leaving.signal,
    ...(most && { most }),
  };
  return { pages, found: previewFilter(stored, asked) };
}

describe('the preview of a trigger', () => {
  test('counts what would have gone through it, and shows the newest', async () => {
    const events = [
      event(9, ['critical', 'disk lost']),
      event(8, ['error', 'disk full']),
      event(7, ['info', 'disk fine']),
      event(6, ['error', 'all well']),
      event(5, ['error', 'disk full'], { source: 'api' }),
      event(4, ['error', 'disk full'], { workloadId: null }),
    ];
    const filter = {
      severities: ['error', 'critical'],
      sources: ['logscan'],
      workloadIds: ['w1'],
      messageRegex: 'disk (full|lost)',
    } as const;
    expect(await preview(events, filter).found).toEqual({
      ...{ events: 6, taken: 2, isComplete: true },
      bySeverity: { info: 0, warn: 0, error: 1, critical: 1 },
      latest: events.slice(0, 2),
    });
    expect(await preview(events, {}).found).toMatchObject({ events: 6, taken: 6 });
  });

  test('leaves out what has come through too many triggers already, as they do', async () => {
    const events = [event(2, ['info', 'x'], { metadata: { tocsin_hops: 99 } }), event(1, ['info', 'x'])];
    expect(await preview(events, {}).found).toMatchObject({ events: 2, taken: 1 });
  });

  test('looks at so many and no more, the newest, page by page', async () => {
    const events = Array.from({ length: 1_300 }, (_, n) => event(2_000 - n, ['warn', 'x']));
    const all = preview(events, {});
    expect(await all.found).toMatchObject({ events: 1_300, taken: 1_300, isComplete: true });
    expect(all.pages).toEqual([500, 500, 300]);
    expect((await all.found).latest.map(({ id }) => id)).toEqual(['2000', '1999', '1998', '1997', '1996']);
    const some = preview(events, {}, { most: 700 });
    expect(await some.found).toMatchObject({ events: 700, taken: 700, isComplete: false });
    expect(some.pages).toEqual([500, 200]);
  });

  test('looks at no more when nobody wants to know any more', async () => {
    const events = Array.from({ length: 1_300 }, (_, n) => event(2_000 - n, ['warn', 'x']));
    const left = preview(events, {}, { endsAfter: 2 });
    expect(await left.found).toMatchObject({ events: 1_000, isComplete: false });
    expect(left.pages).toEqual([500, 500]);
  });

  test('refuses a pattern that does not compile, with its place', async () => {
    const refused = await preview([], { messageRegex: 'a(' }).found.catch((error: unknown) => error);
    expect(isTocsinError(refused, 'rule_pattern_invalid') && refused.details).toMatchObject([
      { path: 'filter.message_regex', position: expect.any(Number) },
    ]);
  });
});

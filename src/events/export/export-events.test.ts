import { expect, test } from 'vitest';
import type { StoredEvent } from '../../core/events/stored-event.ts';
import { exportEvents } from './export-events.ts';

const event = (id: number, text = ''): StoredEvent => ({
  ...{
    id: String(id),
    source: 'api',
    severity: 'info',
    message: '',
    metadata: { text },
    workloadId: null,
    ruleId: null,
  },
  ...{ heldBack: 0, lastSeen: null, createdAt: id },
});

/** A log of so many events, which notes what it was asked. */
function given(count: number, text = '') {
  const asked: number[] = [];
  const reader = {
    async listEvents(_filter: object, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
      asked.push(limit);
      const from = Number(cursor ?? 0);
      const items = Array.from({ length: Math.min(limit, count - from) }, (_, n) => event(from + n + 1, text));
      return { items, nextCursor: from + limit < count ? String(from + limit) : null, isPartial: false };
    },
  };
  const parts = (maxRows: number) => exportEvents(reader, { filter: {}, format: 'ndjson', maxRows, cursor: undefined });
  return { asked, parts };
}

test('an export reads a page when the one before it was taken, and no more', async () => {
  const { asked, parts } = given(10_000);
  const taking = parts(600);
  expect(asked).toEqual([]);
  await taking.next();
  expect(asked).toEqual([50]);
  await taking.next();
  expect(asked).toEqual([50, 50]);
  await taking.return(undefined);
  expect(asked).toEqual([50, 50]);
});

test('an export ends with what there is, and says that there is more only where there is', async () => {
  const lastOf = async (count: number, maxRows: number) => {
    const { asked, parts } = given(count);
    let text = '';
    for await (const part of parts(maxRows)) text += part;
    const lines = text.trimEnd().split('\n');
    return [asked.join(), lines.length, lines.at(-1)?.includes('cut')];
  };
  expect(await lastOf(120, 1_000)).toEqual(['50,50,50', 120, false]);
  expect(await lastOf(120, 120)).toEqual(['50,50,20', 120, false]);
  expect(await lastOf(120, 119)).toEqual(['50,50,19', 120, true]);
  expect(await lastOf(0, 5)).toEqual(['5', 1, false]);
});

test('however large its events are, a part is hardly larger than one of them', async () => {
  const { asked, parts } = given(120, 'x'.repeat(16_000));
  const sizes: number[] = [];
  for await (const part of parts(1_000)) sizes.push(part.length);
  expect(Math.max(...sizes)).toBeLessThan(32_768 + 16_384);
  expect(sizes).toHaveLength(41);
  expect(asked).toEqual([50, 50, 50]);
});

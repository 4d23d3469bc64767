import { expect, test } from 'vitest';
import type { StoredEvent } from '../../core/events/stored-event.ts';
import { exportEvents } from './export-events.ts';

const event = (id: number): StoredEvent => ({
  ...{ id: String(id), source: 'api', severity: 'info', message: '', metadata: {}, workloadId: null, ruleId: null },
  ...{ heldBack: 0, lastSeen: null, createdAt: id },
});

/** A log of so many events, which notes what it was asked. */
function given(count: number) {
  const asked: number[] = [];
  const reader = {
    async listEvents(_filter: object, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
      asked.push(limit);
      const from = Number(cursor ?? 0);
      const items = Array.from({ length: Math.min(limit, count - from) }, (_, n) => event(from + n + 1));
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
  expect(asked).toEqual([250]);
  await taking.next();
  expect(asked).toEqual([250, 250]);
  await taking.return(undefined);
  expect(asked).toEqual([250, 250]);
});

test('an export ends with what there is, and says that there is more only where there is', async () => {
  const lastOf = async (count: number, maxRows: number) => {
    const { asked, parts } = given(count);
    let text = '';
    for await (const part of parts(maxRows)) text += part;
    const lines = text.trimEnd().split('\n');
    return [asked.join(), lines.length, lines.at(-1)?.includes('cut')];
  };
  expect(await lastOf(600, 1_000)).toEqual(['250,250,250', 600, false]);
  expect(await lastOf(600, 600)).toEqual(['250,250,100', 600, false]);
  expect(await lastOf(600, 599)).toEqual(['250,250,99', 600, true]);
  expect(await lastOf(0, 5)).toEqual(['5', 1, false]);
});

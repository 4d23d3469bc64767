import { expect, test } from 'vitest';
import { sqliteDatabase } from '../../../../test/support/databases.ts';
import { sampleEvent } from '../../../../test/support/event-samples.ts';
import { exportRoutes } from './export.ts';

test('an export for which nobody says how much holds fifty thousand events, and says that there are more', async () => {
  const store = await sqliteDatabase().open();
  for (let first = 0; first <= 50_000; first += 5_000)
    await store.events.append(
      Array.from({ length: first < 50_000 ? 5_000 : 1 }, (_, n) => sampleEvent(`e${first + n}`)),
    );
  const [route] = exportRoutes(store.events);
  const origin = { address: '', userAgent: '', correlationId: '' };
  const asked = { params: {}, query: {}, body: undefined, origin, over: new AbortController().signal };
  const reply = await route?.run({ ...asked, principal: undefined, sessionToken: undefined, lastEventId: undefined });
  if (reply === undefined || !('download' in reply)) throw new Error('It is a download.');
  let lines = 0;
  let last = '';
  for await (const part of reply.download?.content ?? []) {
    const own = part.split('\n').slice(0, -1);
    lines += own.length;
    last = own.at(-1) ?? '';
  }
  expect([lines, JSON.parse(last)]).toEqual([50_001, { cut: true, after_id: '2' }]);
}, 60_000);

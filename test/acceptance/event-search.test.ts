import { afterEach, describe, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { sqliteDatabase } from '../support/databases.ts';
import { sampleEvent } from '../support/event-samples.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';

let server: TestServer;
afterEach(() => server.dispose());

/** The whole server on a database in which these messages are events already. */
async function given(stored: readonly string[]) {
  const database = sqliteDatabase();
  const store = await database.open();
  await store.events.append(stored.map((message, n) => sampleEvent(`k${n}`, { message })));
  await store.close();
  server = await runServer({ dataDir: database.dataDir });
  const admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
  const search = (q: string, more = '') => admin.get(`/api/events?q=${encodeURIComponent(q)}${more}`);
  /** Of the first page that is whole: on a busy machine time may be up before. */
  const messages = async (q: string, more = ''): Promise<readonly string[]> => {
    let [found, at]: [readonly { readonly message: string }[], string] = [[], ''];
    for (let pages = 0; pages < 100; pages++) {
      const { body } = await search(q, `${more}${at}`);
      found = [...found, ...((body?.items ?? []) as typeof found)];
      at = `&cursor=${body?.next_cursor}`;
      if (!body?.partial) break;
    }
    return found.map(({ message }) => message);
  };
  return { database, admin, search, messages };
}

describe('a search in the event log', () => {
  test('wants all words, the last as the beginning of one, beside every other filter', async () => {
    const { admin, messages, search } = await given(['pool exhausted', 'Connection refused by pool-7', 'connected']);
    await admin.post('/api/events', { severity: 'info', message: 'CONNECTION of the pool is back', source: 'ci' });
    expect(await messages('pool connection')).toEqual([
      'CONNECTION of the pool is back',
      'Connection refused by pool-7',
    ]);
    expect(await messages('conn')).toHaveLength(3);
    expect(await messages('conn', '&severity=error&workload_id=web')).toEqual([
      'connected',
      'Connection refused by pool-7',
    ]);
    expect(await messages('conn pool')).toEqual([]);
    expect(await messages('')).toHaveLength(4);
    const first = await search('conn', '&limit=2');
    expect(Object.keys(first.body ?? {})).toEqual(['items', 'next_cursor']);
    expect(await messages('conn', `&limit=2&cursor=${first.body?.next_cursor}`)).toEqual([
      'Connection refused by pool-7',
    ]);
    expect((await admin.get(`/api/events?cursor=${first.body?.next_cursor}`)).status).toBe(400);
    const listed = (await admin.get('/api/events?limit=1')).body?.next_cursor;
    expect([
      (await search('conn', `&cursor=${listed}`)).status,
      (await search('""', `&cursor=${listed}`)).status,
    ]).toEqual([400, 200]);
    const exported = await admin.get('/api/events/export?q=pool%20conn&max_rows=1');
    expect(exported.text).toMatch(/is back.*\n\{"cut":true,"after_id":"\d+"\}\n$/);
    const firstId = exported.text.match(/"after_id":"(\d+)"/)?.[1];
    const rest = await admin.get(`/api/events/export?q=pool%20conn&after_id=${firstId}`);
    expect(rest.text).toMatch(/^[^\n]*refused by pool-7[^\n]*\n$/);
  });

  test('takes any text for words and for nothing else', async () => {
    const { admin, messages } = await given(['it is "quoted" (once): 100% of a_b', 'other']);
    for (const hostile of [
      '"quoted" OR other',
      'quoted*',
      'NEAR(it is)',
      'words:it',
      "it'; --",
      '100%',
      '(',
      'a_b',
      '^it',
    ])
      expect(await messages(hostile), hostile).toEqual(
        /OR other|NEAR|words/.test(hostile) ? [] : await messages(hostile.replaceAll(/[^a-z0-9]+/g, ' ')),
      );
    for (const raw of [
      '%00',
      '%ff%fe',
      '%ed%a0%80',
      '%22',
      '%1b[31m',
      '%F0%9F%92%A5',
      'x'.repeat(200),
      'a%20'.repeat(50),
    ])
      expect((await admin.get(`/api/events?q=${raw}`)).status, raw).toBe(200);
    expect((await admin.get(`/api/events?q=${'x'.repeat(201)}`)).status).toBe(400);
    expect((await admin.get(`/api/events?q=a&q=b`)).status).toBe(400);
  });

  test('is prepared while the server runs', async () => {
    const { database, messages } = await given(
      Array.from({ length: 1_100 }, (_, n) => (n % 500 === 3 ? `needle ${n}` : `line ${n}`)),
    );
    const blocks = async () => (await database.run('select count(*) as n from event_text_blocks'))[0]?.n;
    await expect.poll(blocks, { timeout: 10_000 }).toBe(1);
    expect(await messages('needle')).toEqual(['needle 1003', 'needle 503', 'needle 3']);
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';

const HOUR = 3_600_000;
let server: TestServer;
let clock: ManualClock;
let admin: ApiClient;
beforeEach(async () => {
  clock = new ManualClock();
  server = await runServer({ clock });
  admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
});
afterEach(() => server.dispose());

/** What a listening browser has been sent so far, and whether its stream has ended. */
async function listen(headers: Readonly<Record<string, string>>) {
  const reply = await fetch(`${server.url}/api/system/stream`, { headers });
  const heard = { text: '', ended: false };
  void (async () => {
    for await (const part of reply.body?.pipeThrough(new TextDecoderStream()) ?? []) heard.text += part;
    heard.ended = true;
  })();
  await expect.poll(() => heard.text).toContain('event: state');
  return heard;
}

const CLOSED = 'event: closing\ndata: {"reason":"your access has ended"}';

describe('an open stream', () => {
  test('is closed within fifteen seconds of a logout', async () => {
    const heard = await listen({ cookie: admin.cookie ?? '' });
    await clock.advance(15_000);
    await admin.post('/api/auth/logout');
    await clock.advance(14_999);
    expect(heard.text).not.toContain('closing');
    await clock.advance(1);
    await expect.poll(() => heard.ended).toBe(true);
    expect(heard.text).toContain(CLOSED);
  });

  test('is closed within fifteen seconds of the longest time of its session, and of the deletion of its token', async () => {
    const { body } = await admin.post('/api/tokens', { name: 'screen', scope: 'read' });
    const [person, program] = [
      await listen({ cookie: admin.cookie ?? '' }),
      await listen({ authorization: `Bearer ${body?.token}` }),
    ];
    await admin.send('DELETE', `/api/tokens/${body?.id}`);
    await clock.advance(15_000);
    await expect.poll(() => program.ended).toBe(true);
    expect(program.text).toContain(CLOSED);
    clock.jump(24 * HOUR);
    expect(person.ended).toBe(false);
    await clock.advance(15_000);
    await expect.poll(() => person.ended).toBe(true);
    expect(person.text).toContain(CLOSED);
  });

  test('is counted while it is open', async () => {
    const open = async () => /^tocsin_http_streams (\d+)$/m.exec(await server.metrics.render())?.[1];
    expect(await open()).toBe('0');
    await listen({ cookie: admin.cookie ?? '' });
    expect(await open()).toBe('1');
    await server.stop('the test has seen enough');
    expect(await open()).toBe('0');
  });
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';

const LOOK_AGAIN_MS = 15_000;
let server: TestServer;
let clock: ManualClock;
let admin: ApiClient;
beforeEach(async () => {
  clock = new ManualClock();
  server = await runServer({ clock });
  admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
  // The stream looks again by an interval of its own; everything else keeps its real timers.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await server.dispose();
});

/** The stream of system figures, as a browser that is logged in reads it. */
async function openStream() {
  const reply = await fetch(`${server.url}/api/system/stream`, { headers: { cookie: admin.cookie ?? '' } });
  const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
  return {
    type: reply.headers.get('content-type'),
    /** Everything that comes up to and with this text, or up to the end. */
    async upTo(awaited: string): Promise<string> {
      let read = '';
      while (!read.includes(awaited)) {
        const part = await reader?.read();
        if (!part || part.done) return `${read}<end>`;
        read += part.value;
      }
      return read;
    },
  };
}

describe('the live view of the system', () => {
  test('begins with the state, and ends with a goodbye soon after its session has ended', async () => {
    const stream = await openStream();
    expect(stream.type).toBe('text/event-stream');
    expect(await stream.upTo('\n\n')).toMatch(/^event: state\ndata: \{"health":\{.*"system":\{/);

    await vi.advanceTimersByTimeAsync(LOOK_AGAIN_MS);
    await clock.advance(5_000);
    expect(await stream.upTo('event: state')).not.toMatch('closing');

    expect((await admin.post('/api/auth/logout')).status).toBe(204);
    await vi.advanceTimersByTimeAsync(LOOK_AGAIN_MS);
    expect(await stream.upTo('<end>')).toMatch('event: closing\ndata: {"reason":"your access has ended"}\n\n<end>');
  });
});

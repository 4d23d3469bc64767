import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { captureLog } from '../../test/support/captured-log.ts';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { temporaryDirectory } from '../../test/support/temporary-directory.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { createHttpOccurrences } from '../telemetry/occurrences/http.ts';
import { EventStreams } from './event-stream.ts';
import { createHttpServer } from './http-server.ts';
import { defineRoute, type Route } from './route.ts';

/** More than a connection holds on its way. */
const LARGE = 'x'.repeat(16_000_000);

/** A server of one route, and which requests are over. */
async function serving(route: Route) {
  const occurrences = createHttpOccurrences({ logger: captureLog().logger, metrics: createMetrics() });
  const over: string[] = [];
  const opened: string[] = [];
  const faults: unknown[] = [];
  const server = await createHttpServer({
    stage: { handler: undefined },
    routes: [route],
    authenticators: {
      sessions: { find: async () => undefined },
      tokens: { find: async () => undefined },
    },
    occurrences: { ...occurrences, requestFinished: ({ endpoint }) => void over.push(endpoint) },
    streams: new EventStreams({
      occurrences: {
        ...occurrences,
        streamOpened: () => void opened.push(route.path),
        requestFailed: ({ error }) => void faults.push(error),
      },
    }),
    clock: new ManualClock(),
    trustedProxies: [],
    publicUrl: undefined,
    uiFolder: temporaryDirectory(),
    // Whoever reads takes something within this, also on a machine that is busy.
    takesWithinMs: 2_000,
  });
  onTestFinished(() => server.close());
  const url = new URL(await server.listen({ host: '127.0.0.1', port: 0 }));
  /** A client that has asked, and reads nothing. */
  const ask = (): Socket => {
    const socket = connect(Number(url.port), '127.0.0.1').on('error', () => {});
    onTestFinished(() => void socket.destroy());
    socket.pause();
    socket.write(`GET ${route.path} HTTP/1.1\r\nhost: x\r\n\r\n`);
    return socket;
  };
  return { url, over, opened, faults, ask };
}

test('an answer of which its client takes nothing is broken off in time', async () => {
  const large = defineRoute({
    ...{ method: 'GET', path: '/api/large', access: 'open', tag: 'Test', summary: 'A large answer' },
    replies: { 200: z.object({ text: z.string() }) },
    handle: async () => ({ status: 200, body: { text: LARGE } }),
  });
  const { url, over, ask } = await serving(large);
  ask();
  await expect.poll(() => over, { timeout: 20_000 }).toEqual(['/api/large']);
  expect((await (await fetch(`${url.href}api/large`)).text()).length).toBeGreaterThan(LARGE.length);
});

test('a stream whose client goes away while it is opened never begins, and whoever opens it is told', async () => {
  const asked = Promise.withResolvers<AbortSignal>();
  const opening = Promise.withResolvers<void>();
  const [asking, begun]: [AbortSignal[], number[]] = [[], []];
  const stream = defineRoute({
    ...{ method: 'GET', path: '/api/slow', access: 'open', tag: 'Test', summary: 'A stream that takes long to open' },
    replies: { 200: { events: {} } },
    async handle({ over }) {
      const nth = asking.push(over);
      asked.resolve(over);
      await opening.promise;
      return { status: 200, stream: () => void begun.push(nth) };
    },
  });
  const { opened, ask } = await serving(stream);
  const leaving = ask();
  const signal = await asked.promise;
  expect(signal.aborted).toBe(false);
  leaving.destroy();
  await expect.poll(() => signal.aborted).toBe(true);
  opening.resolve();
  ask();
  await expect.poll(() => begun.at(-1)).toBe(2);
  expect(begun).toEqual([2]);
  expect(opened).toEqual(['/api/slow']);
});

test.each([
  [
    'at once',
    () => {
      throw new RangeError('no such offset');
    },
  ],
  [
    'later',
    async () => {
      await Promise.resolve();
      throw new RangeError('no such offset');
    },
  ],
])('a fault %s in what feeds a stream ends that stream alone, and is told', async (_, feed) => {
  const stream = defineRoute({
    ...{ method: 'GET', path: '/api/faulty', access: 'open', tag: 'Test', summary: 'A stream with a fault' },
    replies: { 200: { events: {} } },
    handle: async () => ({ status: 200, stream: feed }),
  });
  const { url, faults } = await serving(stream);
  for (const nth of [1, 2]) {
    expect(await (await fetch(`${url.href}api/faulty`)).text()).toContain('event: closing');
    expect(faults).toEqual(Array(nth).fill(new RangeError('no such offset')));
  }
});

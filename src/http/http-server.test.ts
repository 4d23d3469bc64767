import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { captureLog } from '../../test/support/captured-log.ts';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { temporaryDirectory } from '../../test/support/temporary-directory.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { createHttpOccurrences } from '../telemetry/occurrences/http.ts';
import { EventStreams } from './event-stream.ts';
import { createHttpServer } from './http-server.ts';
import { defineRoute } from './route.ts';

/** More than a connection holds on its way. */
const LARGE = 'x'.repeat(16_000_000);

test('an answer of which its client takes nothing is broken off in time', async () => {
  const occurrences = createHttpOccurrences({ logger: captureLog().logger, metrics: createMetrics() });
  const over: string[] = [];
  const large = defineRoute({
    ...{ method: 'GET', path: '/api/large', access: 'open', tag: 'Test', summary: 'A large answer' },
    replies: { 200: z.object({ text: z.string() }) },
    handle: async () => ({ status: 200, body: { text: LARGE } }),
  });
  const server = await createHttpServer({
    routes: [large],
    authenticators: {
      sessions: { find: async () => undefined },
      tokens: { find: async () => undefined },
    },
    occurrences: { ...occurrences, requestFinished: ({ endpoint }) => void over.push(endpoint) },
    streams: new EventStreams({ occurrences }),
    clock: new ManualClock(),
    trustedProxies: [],
    publicUrl: undefined,
    uiFolder: temporaryDirectory(),
    // Whoever reads takes something within this, also on a machine that is busy.
    takesWithinMs: 2_000,
  });
  onTestFinished(() => server.close());
  const url = new URL(await server.listen({ host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(url.port), '127.0.0.1').on('error', () => {});
  onTestFinished(() => void socket.destroy());
  socket.pause();
  socket.write('GET /api/large HTTP/1.1\r\nhost: x\r\n\r\n');
  await expect.poll(() => over, { timeout: 20_000 }).toEqual(['/api/large']);
  expect((await (await fetch(`${url.href}api/large`)).text()).length).toBeGreaterThan(LARGE.length);
});

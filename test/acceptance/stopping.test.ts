import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { ADMIN_PASSWORD, runServer } from '../support/running-server.ts';

const LOGGING_IN = 'tocsin_http_active_requests{method="POST",endpoint="/api/auth/login"} 1';

/** A login of which only half has arrived. */
function slowLogin(url: string) {
  const body = JSON.stringify({ username: 'admin', password: ADMIN_PASSWORD });
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const head = `POST /api/auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
  socket.on('error', () => {});
  socket.write(`${head}\r\n\r\n${body.slice(0, 10)}`);
  return {
    abandon: () => socket.destroy(),
    finish(): Promise<string> {
      socket.write(body.slice(10));
      return text(socket);
    },
  };
}

describe('a server that stops', () => {
  test('tells its streams, finishes what runs, and takes nothing new', async () => {
    const server = await runServer();
    const admin = new ApiClient(server.url);
    await admin.login('admin', ADMIN_PASSWORD);
    const stream = await fetch(`${server.url}/api/system/stream`, { headers: { cookie: admin.cookie ?? '' } });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    const first = await reader?.read();
    expect(first?.value).toContain('event: state\ndata: {"health":{"status":"');
    const running = slowLogin(server.url);
    await expect.poll(async () => (await server.metrics.render()).includes(LOGGING_IN)).toBe(true);
    const started = performance.now();
    const stopped = server.stop('test');
    let rest = '';
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) rest += part.value;
    expect(rest).toContain('event: closing\ndata: {"reason":"the server is stopping"}');
    expect(await running.finish()).toMatch(/^HTTP\/1\.1 200 .*connection: close/is);
    await stopped;
    expect(performance.now() - started).toBeLessThan(5_000);
    await expect(fetch(server.url)).rejects.toThrow();
    await server.dispose();
  });

  test('cuts a request that never ends after three seconds', { timeout: 20_000 }, async () => {
    const server = await runServer();
    const running = slowLogin(server.url);
    await expect.poll(async () => (await server.metrics.render()).includes(LOGGING_IN)).toBe(true);
    const started = performance.now();
    await server.stop('test');
    const took = performance.now() - started;
    expect(took).toBeGreaterThan(2_500);
    // A busy machine may be seconds late; a request that is not cut is waited for half a minute.
    expect(took).toBeLessThan(15_000);
    running.abandon();
    await server.dispose();
  });

  test('may be stopped twice', async () => {
    const server = await runServer();
    await Promise.all([server.stop('one'), server.stop('two')]);
    await server.dispose();
  });
});

import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { captureIo } from '../../test/support/captured-io.ts';
import { COMMANDS } from './commands.ts';
import { run } from './run.ts';

let server: Server | undefined;
afterEach(() => server?.close().closeAllConnections());

/** Asks a server that answers so. */
async function asked(answer: RequestListener, args: readonly string[] = []) {
  server = createServer(answer);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  // A server that listens has an address with a port.
  const { port } = server.address() as AddressInfo;
  const captured = captureIo({ env: { TOCSIN_PORT: String(port), TOCSIN_HOST: '0.0.0.0' } });
  const code = await run(['health', ...args], captured.io, COMMANDS);
  return { code, line: captured.stdout() };
}

const report = (status: string, message: string) =>
  JSON.stringify({ status, version: '1.2.3', checks: { store: { status, message } } });

describe('health', () => {
  test('is code 0 and one line when the server is well', async () => {
    const found = await asked((request, response) =>
      response.end(request.url === '/api/health' ? report('ok', 'fine') : ''),
    );
    expect(found).toEqual({ code: 0, line: 'ok: Tocsin 1.2.3\n' });
  });

  test('is code 0 when the server is degraded, with the reason', async () => {
    const found = await asked((_, response) => response.end(report('degraded', 'Nobody runs\nthe tasks.')));
    expect(found).toEqual({ code: 0, line: 'degraded: Tocsin 1.2.3; Nobody runs the tasks.\n' });
  });

  test('says of a demo that it is one, well or not', async () => {
    const demo = { status: 'ok', message: 'This is a demo.' };
    const store = { status: 'failing', message: 'The memory is full.' };
    const told = async (status: string, checks: object) =>
      (await asked((_, response) => response.end(JSON.stringify({ status, version: '1.2.3', checks })))).line;
    const words = 'Tocsin 1.2.3, a demo: all that is watched there is invented';
    expect(await told('ok', { demo })).toBe(`ok: ${words}\n`);
    expect(await told('failing', { demo, store })).toBe(`failing: ${words}; The memory is full.\n`);
  });

  test('is code 1 when the server cannot serve or store', async () => {
    const found = await asked((_, response) => response.writeHead(503).end(report('failing', 'The disk is full.')));
    expect(found).toEqual({ code: 1, line: 'failing: Tocsin 1.2.3; The disk is full.\n' });
  });

  test('is code 1 when something else answers', async () => {
    expect(await asked((_, response) => response.end('hello'))).toMatchObject({
      code: 1,
      line: expect.stringContaining('no Tocsin'),
    });
  });

  test('is code 1 when the answer does not come in time', async () => {
    const found = await asked(() => undefined, ['--timeout', '0.05']);
    expect(found).toMatchObject({ code: 1, line: expect.stringContaining('gave no answer within 0.05 s') });
  });

  test('is code 1 when the answer begins and does not end', async () => {
    const found = await asked((_, response) => void response.write('{'), ['--timeout', '0.1']);
    expect(found).toMatchObject({ code: 1, line: expect.stringContaining('gave no answer within 0.1 s') });
  });

  test('is code 1 when nothing listens', async () => {
    const captured = captureIo({ env: { TOCSIN_PORT: '1' } });
    expect(await run(['health'], captured.io, COMMANDS)).toBe(1);
    expect(captured.stdout()).toMatch(/^failing: http:\/\/127\.0\.0\.1:1\/api\/health does not answer \(.+\)\n$/);
  });

  test('refuses a time to wait that is none', async () => {
    const captured = captureIo();
    expect(await run(['health', '--timeout', 'soon'], captured.io, COMMANDS)).toBe(2);
    expect(captured.stderr()).toContain('--timeout is a number of seconds');
  });
});

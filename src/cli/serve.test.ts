import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CapturedIo, captureIo } from '../../test/support/captured-io.ts';
import { keptMs } from '../../test/support/shipping-server.ts';
import { COMMANDS } from './commands.ts';
import { run } from './run.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'serve-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

function started(
  env: Readonly<Record<string, string>> = {},
  terminal = false,
): { io: CapturedIo; ended: Promise<number> } {
  const io = captureIo({
    env: { TOCSIN_DATA_DIR: dataDir, TOCSIN_PORT: '0', TOCSIN_LOG_FORMAT: 'json', ...env },
    terminal,
  });
  return { io, ended: run(terminal ? [] : ['serve'], io.io, COMMANDS) };
}

describe('serve', () => {
  test('serves until it is asked to stop, then ends with code 0, with nothing but JSON in the log', async () => {
    const { io, ended } = started();
    const [, url] = await io.seen(/"service_initialized","url":"([^"]+)"/);
    expect((await fetch(`${url}/api/health`)).status).toBe(200);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('tocsin_log_lines_lost_total 0');
    io.stop('SIGTERM');
    expect(await ended).toBe(0);
    const events = io
      .log()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).event);
    expect(events[0]).toBe('tocsin_starting');
    expect(events.slice(-2)).toEqual(['tocsin_stopping', 'tocsin_stopped']);
    expect(io.stdout() + io.stderr()).toBe('');
  });

  test('writes of its log what the configuration wants: a share of an event, and no requests of quiet endpoints', async () => {
    const { io, ended } = started({
      TOCSIN_LOG_SAMPLE: 'tocsin_stopping:0,tocsin_stopped:0.999999',
      TOCSIN_LOG_QUIET_ENDPOINTS: '/api/openapi.json',
    });
    const [, url] = await io.seen(/"service_initialized","url":"([^"]+)"/);
    for (const path of ['/api/openapi.json', '/api/users']) await (await fetch(url + path)).text();
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('tocsin_log_lines_left_out_total 0');
    io.stop('SIGTERM');
    expect(await ended).toBe(0);
    const lines = io
      .log()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.filter(({ event }) => event === 'http_request').map(({ endpoint }) => endpoint)).toEqual([
      '/api/users',
    ]);
    expect(lines.at(-1)).toMatchObject({ event: 'tocsin_stopped', sampled: 0.999999 });
    expect(lines.some(({ event }) => event === 'tocsin_stopping')).toBe(false);
  });

  test('is what runs without a command, and shows a person at a terminal where to go', async () => {
    const { io, ended } = started({}, true);
    const [, link] = await io.seen(/Make yours here: {2}(http:\S+#token=\S+)/);
    expect(io.stderr()).toMatch(/Tocsin \S+ is running: {2}http:/);
    io.stop('SIGINT');
    expect(await ended).toBe(0);
    expect(io.log()).not.toContain(link);
    expect(io.log()).toContain('setup-link');
  });

  test('says what to do when the port is taken, and ends with code 1', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    // A server that listens has an address with a port.
    const port = String((other.address() as AddressInfo).port);
    const { io, ended } = started({ TOCSIN_PORT: port });
    expect(await ended).toBe(1);
    other.close();
    expect(io.stderr()).toBe(
      `tocsin: Port ${port} on 127.0.0.1 is in use already; end what listens there, or set TOCSIN_PORT.\n`,
    );
    expect(io.log()).toContain('"event":"tocsin_start_failed"');
    expect(io.log()).not.toContain('"stack"');
  });

  test('ends at once, and well, when it is asked to stop while it still waits for its database', async () => {
    const nobody = createServer();
    await new Promise<void>((resolve) => nobody.listen(0, '127.0.0.1', resolve));
    // A server that listens has an address with a port; nothing listens there afterwards.
    const { port } = nobody.address() as AddressInfo;
    await new Promise((resolve) => nobody.close(resolve));
    const { io, ended } = started({ TOCSIN_DATABASE_URL: `postgres://ada:open-sesame@127.0.0.1:${port}/tocsin` });
    await io.seen(/store_waiting_for_database/);
    const asked = performance.now();
    io.stop('SIGTERM');
    expect(await ended).toBe(0);
    // The wait for a database goes on for half a minute.
    expect(performance.now() - asked).toBeLessThan(15_000);
    expect(io.log()).toContain('"event":"tocsin_stopping","reason":"SIGTERM"');
    expect(io.log()).not.toContain('tocsin_start_failed');
    expect(io.stderr()).toBe('');
  });

  test('reports an error that nothing caught as critical, with its stack', async () => {
    const { io, ended } = started();
    await io.seen(/service_initialized/);
    await io.crash(new Error('fell'));
    io.stop('test');
    await ended;
    const line = io
      .log()
      .split('\n')
      .find((one) => one.includes('tocsin_crashed'));
    expect(JSON.parse(line ?? '')).toMatchObject({
      level: 'critical',
      error: { message: 'fell', stack: expect.any(String) },
    });
  });

  test('falls within three seconds, however silent the place is to which its log goes', async () => {
    const held = new Set<Socket>();
    const silent = createServer((socket) => held.add(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    // A server that listens has an address with a port.
    const { port } = silent.address() as AddressInfo;
    const { io, ended } = started({
      ...{ TOCSIN_EXTERNAL_LOGGING_ENABLED: 'true', TOCSIN_EXTERNAL_LOGGING_PROVIDER: 'datadog' },
      ...{ TOCSIN_DATADOG_API_KEY: '0123456789abcdef0123456789abcdef', TOCSIN_DATADOG_URL: `http://127.0.0.1:${port}` },
    });
    await io.seen(/service_initialized/);
    await io.crash(new Error('fell'));
    // One second, and what a busy machine adds; in a server that is asked to stop it is five.
    expect(keptMs(io.log().trimEnd().split('\n'), 'tocsin_crashed')).toBeLessThan(3_000);
    // What is lost by that is told, and the log flushed behind it.
    expect(io.log()).toContain('"event":"external_log_lines_dropped"');
    expect(io.flushed()).toBe(io.log());
    io.stop('test');
    await ended;
    for (const socket of held) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });
});

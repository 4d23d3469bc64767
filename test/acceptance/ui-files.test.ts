import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UI_FOLDER } from '../../src/app/installation.ts';
import { ApiClient } from '../support/api-client.ts';
import { runServer, type TestServer } from '../support/running-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.dispose());

const built = (...names: string[]): string => readFileSync(path.join(UI_FOLDER, ...names), 'utf8');

describe('the files of the UI', () => {
  test('with a hash in their name may be kept for a year, and come compressed to whoever takes it', async () => {
    const script = readdirSync(path.join(UI_FOLDER, 'assets')).find((name) => name.endsWith('.js')) ?? '';
    for (const [accepted, encoding] of [
      ['br', 'br'],
      ['gzip', 'gzip'],
      ['identity', null],
    ] as const) {
      const reply = await new ApiClient(server.url, { 'accept-encoding': accepted }).get(`/assets/${script}`);
      expect(reply.status).toBe(200);
      expect(reply.headers.get('content-encoding')).toBe(encoding);
      expect(reply.headers.get('content-type')).toMatch(/^(text|application)\/javascript/);
      expect(reply.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(reply.text).toBe(built('assets', script));
    }
  });

  test('the page itself is asked for each time, and answers every path that the router of the UI may know', async () => {
    const stranger = new ApiClient(server.url);
    for (const page of ['/', '/index.html', '/users', '/settings/tokens?tab=new']) {
      const reply = await stranger.get(page);
      expect(reply.status, page).toBe(200);
      expect(reply.headers.get('content-type'), page).toMatch(/^text\/html/);
      expect(reply.headers.get('cache-control'), page).toBe('no-cache');
      expect(reply.text, page).toBe(built('index.html'));
    }
  });

  test('a file that is not there is not answered with the page', async () => {
    for (const file of ['/nothing.js', '/assets/nothing.css'])
      expect(await new ApiClient(server.url).get(file), file).toMatchObject({
        status: 404,
        body: { error: { code: 'not_found' } },
      });
  });
});

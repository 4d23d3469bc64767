import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const MAIN = path.resolve(import.meta.dirname, '..', '..', 'src', 'main.ts');

test('a server whose log nobody reads any more goes on serving', async () => {
  const env = { ...process.env, TOCSIN_PORT: '0', TOCSIN_DATA_DIR: temporaryDirectory(), TOCSIN_LOG_LEVEL: 'debug' };
  const server = spawn(process.execPath, [MAIN, 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void server.kill('SIGKILL'));
  let url = '';
  for await (const line of createInterface({ input: server.stdout })) {
    const entry = JSON.parse(line);
    if (entry.event === 'service_initialized') {
      url = entry.url;
      break;
    }
  }
  server.stdout.destroy();
  server.stderr.destroy();
  for (let request = 0; request < 20; request += 1) expect((await fetch(`${url}/api/health`)).status).toBe(200);
  expect(server.exitCode).toBeNull();
  server.kill('SIGTERM');
  const [code] = await once(server, 'exit');
  expect(code).toBe(0);
});

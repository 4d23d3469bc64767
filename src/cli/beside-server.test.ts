import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApiClient } from '../../test/support/api-client.ts';
import { captureIo } from '../../test/support/captured-io.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../../test/support/running-server.ts';
import { COMMANDS } from './commands.ts';
import { run } from './run.ts';

let folder: string;
let server: TestServer;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'beside-'));
  server = await runServer({ dataDir: path.join(folder, 'data') });
});
afterEach(async () => {
  await server.dispose();
  rmSync(folder, { recursive: true });
});

/** Runs a command beside the running server, with this on its standard input or typed at its terminal. */
async function ran(args: readonly string[], input?: { readonly pipe?: string; readonly keys?: readonly string[] }) {
  const captured = captureIo({ env: { TOCSIN_DATA_DIR: server.dataDir }, folder, terminal: input?.keys !== undefined });
  if (input?.pipe !== undefined) captured.stdin.end(input.pipe);
  const ended = run(args, captured.io, COMMANDS);
  for (const [at, keys] of (input?.keys ?? []).entries()) {
    await captured.seen(at === 0 ? /New password for \w+: / : /The same again: /);
    captured.stdin.write(keys);
  }
  return { code: await ended, stdout: captured.stdout(), stderr: captured.stderr() };
}

async function login(password: string): Promise<{ readonly status: number; readonly client: ApiClient }> {
  const client = new ApiClient(server.url);
  const { status } = await client.post('/api/auth/login', { username: 'admin', password });
  return { status, client };
}

describe('backup', () => {
  test('saves a copy beside the running server, never over another file unless told', async () => {
    const file = path.join(folder, 'copy.db');
    expect(await ran(['backup', 'copy.db'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`Saved ${file} (`),
      stderr: '',
    });
    expect(readFileSync(file, 'latin1').startsWith('SQLite format 3')).toBe(true);
    expect(await ran(['backup', 'copy.db'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('replace it with --force'),
    });
    expect(await ran(['backup', 'copy.db', '--force'])).toMatchObject({ code: 0 });
  });

  test('says why it cannot write', async () => {
    const found = await ran(['backup', 'no/such/folder/copy.db']);
    expect(found).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('could not be written: the folder'),
    });
    expect(existsSync(path.join(folder, 'no'))).toBe(false);
  });
});

test('a folder without a database is told, and gets none', async () => {
  const empty = path.join(folder, 'mistyped');
  for (const args of [
    ['backup', 'copy.db'],
    ['user', 'list'],
  ]) {
    const captured = captureIo({ env: { TOCSIN_DATA_DIR: empty }, folder });
    expect(await run(args, captured.io, COMMANDS)).toBe(1);
    expect(captured.stderr()).toMatch(/There is no database in .+mistyped\. .+TOCSIN_DATA_DIR/);
  }
  expect([existsSync(empty), existsSync(path.join(folder, 'copy.db'))]).toEqual([false, false]);
});

describe('user', () => {
  test('list says where the first user comes from when there is none', async () => {
    const fresh = await runServer({ password: undefined });
    const captured = captureIo({ env: { TOCSIN_DATA_DIR: fresh.dataDir }, folder });
    expect(await run(['user', 'list'], captured.io, COMMANDS)).toBe(0);
    expect([captured.stdout(), captured.stderr()]).toEqual(['', expect.stringContaining('setup link')]);
    await fresh.dispose();
  });

  test('list prints every user with role and last login', async () => {
    expect((await ran(['user', 'list'])).stdout).toMatch(/^admin +admin +never logged in\n$/);
    await login(ADMIN_PASSWORD);
    expect((await ran(['user', 'list'])).stdout).toMatch(/^admin +admin +last login \d{4}-/);
  });

  test('reset-password takes the first line of its input, ends all sessions, and stands in the audit trail', async () => {
    const { client } = await login(ADMIN_PASSWORD);
    expect((await client.get('/api/auth/me')).status).toBe(200);
    const reset = await ran(['user', 'reset-password', 'ADMIN'], { pipe: 'a new long password\n' });
    expect(reset).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('The password of admin is changed'),
    });
    expect((await client.get('/api/auth/me')).status).toBe(401);
    expect((await login(ADMIN_PASSWORD)).status).toBe(401);
    const again = await login('a new long password');
    expect(again.status).toBe(200);
    const audit = await again.client.get('/api/audit');
    expect(JSON.stringify(audit.body)).toContain('"kind":"cli"');
    expect(audit.text).not.toContain('a new long password');
  });

  test('reset-password asks twice at a terminal and changes nothing when the answers differ', async () => {
    const args = ['user', 'reset-password', 'admin'];
    expect(await ran(args, { keys: ['typed so secretly\r', 'typed otherwise\r'] })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('differ; nothing was changed'),
    });
    expect((await login(ADMIN_PASSWORD)).status).toBe(200);
    const done = await ran(args, { keys: ['typed so secretly\r', 'typed so secretly\r'] });
    expect(done.code).toBe(0);
    expect(done.stdout + done.stderr).not.toContain('secretly');
    expect((await login('typed so secretly')).status).toBe(200);
  });

  test('reset-password --generate prints a password once, and it opens the door', async () => {
    const { code, stdout } = await ran(['user', 'reset-password', 'admin', '--generate']);
    expect(code).toBe(0);
    expect((await login(stdout.trim())).status).toBe(200);
  });

  test('reset-password refuses an unknown name, an empty input and a poor password', async () => {
    expect(await ran(['user', 'reset-password', 'nobody'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no user "nobody"'),
    });
    expect(await ran(['user', 'reset-password', 'admin'], { pipe: '' })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('No password came'),
    });
    expect(await ran(['user', 'reset-password', 'admin'], { pipe: 'short\n' })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('tocsin: '),
    });
    expect((await login(ADMIN_PASSWORD)).status).toBe(200);
  });
});

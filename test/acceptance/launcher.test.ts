import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const LAUNCHER = path.join(ROOT, 'bin', 'tocsin.mjs');

/** Makes the Node that runs the launcher say that it is an old one; the Node to which it hands over is asked nothing. */
const OLD = ['--import', "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.19.0'})"];

const started: ChildProcess[] = [];
const servers: number[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  for (const pid of servers.splice(0)) killIfThere(pid);
});

/** Only a test that failed leaves a server. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone, as it should be.
  }
}

/** A server below a launcher, or below npm's shell; resolves when it serves. */
async function serving([command, ...args] = [process.execPath, ...OLD, LAUNCHER, 'serve']) {
  const settings = { TOCSIN_PORT: '0', TOCSIN_DATA_DIR: temporaryDirectory(), TOCSIN_LOG_FORMAT: 'json' };
  const env = { ...process.env, ...settings, npm_lifecycle_event: 'start' };
  const launcher = spawn(command ?? '', args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(launcher);
  const events: string[] = [];
  let pid = 0;
  const lines = createInterface({ input: launcher.stdout });
  const ready = new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      const entry = JSON.parse(line);
      events.push(entry.event);
      if (entry.event === 'tocsin_starting') {
        pid = entry.pid;
        servers.push(pid);
      }
      if (entry.event === 'service_initialized') resolve();
    });
  });
  await ready;
  return { launcher, events, pid, closed: once(lines, 'close') };
}

describe('the launcher, run by an old Node', () => {
  test('hands over with arguments, streams and exit code', () => {
    const run = (...args: string[]) => spawnSync(process.execPath, [...OLD, LAUNCHER, ...args], { encoding: 'utf8' });
    expect(run('--version')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    });
    expect(run('confg')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('did you mean "config"'),
    });
  });

  test('passes a signal on and ends as the server ends', async () => {
    const { launcher, events, pid } = await serving();
    expect(pid).not.toBe(launcher.pid);
    launcher.kill('SIGTERM');
    expect(await once(launcher, 'close')).toEqual([0, null]);
    expect(events.slice(-2)).toEqual(['tocsin_stopping', 'tocsin_stopped']);
  });

  test('leaves no orphan behind when it is killed: the server stops gracefully by itself', async () => {
    const { launcher, events, closed } = await serving();
    launcher.kill('SIGKILL');
    // The server alone holds the other end of the pipe now; it closes when the server is gone.
    await closed;
    expect(events.slice(-2)).toEqual(['tocsin_stopping', 'tocsin_stopped']);
  });

  test.runIf(process.platform !== 'win32').each([
    ['the server', [process.execPath, LAUNCHER, 'serve']],
    ['the launcher', [process.execPath, ...OLD, LAUNCHER, 'serve']],
  ])('below a shell of npm that dies of its SIGTERM, %s stops as well', async (_, command) => {
    const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
    const { launcher, events, closed } = await serving(['sh', '-c', `${quoted}; true`]);
    launcher.kill('SIGTERM');
    await closed;
    expect(events.slice(-2)).toEqual(['tocsin_stopping', 'tocsin_stopped']);
  });

  test('says what to do where no newer Node came along, and where the copy is incomplete', () => {
    const copy = path.join(temporaryDirectory(), 'bin', 'tocsin.mjs');
    cpSync(LAUNCHER, copy);
    const alone = spawnSync(process.execPath, [...OLD, copy], { encoding: 'utf8' });
    expect(alone).toMatchObject({ status: 1, stderr: expect.stringContaining('Node 24 or newer is needed') });
    const incomplete = spawnSync(process.execPath, [copy], { encoding: 'utf8' });
    expect(incomplete).toMatchObject({ status: 1, stderr: expect.stringContaining('this copy is incomplete') });
  });
});

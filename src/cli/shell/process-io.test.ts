import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { describeWith } from '../../../test/support/requirement.ts';
import { SMALL_DISK } from '../../../test/support/small-disk.ts';

const children: ReturnType<typeof spawn>[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process that runs the script with an `io` of its own and says "ready". */
async function running(script: string) {
  const file = path.join(import.meta.dirname, 'process-io.ts');
  const code = `import { processIo } from ${JSON.stringify(file)}; const io = processIo(); ${script}; process.stdout.write('ready\\n');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  children.push(child);
  let text = '';
  const grown = new Set<() => void>();
  child.stdout?.on('data', (chunk) => {
    text += chunk;
    for (const look of grown) look();
  });
  const seen = (wanted: string) =>
    new Promise<void>((resolve) => {
      const look = (): void => {
        if (text.includes(wanted)) resolve();
      };
      grown.add(look);
      look();
    });
  await seen('ready');
  return { child, seen, ended: once(child, 'exit') };
}

const WAIT = `const stop = io.stopRequested(); stop.addEventListener('abort', () => process.stdout.write('stopping: ' + stop.reason + '\\n')); setInterval(() => {}, 1000)`;

describe('the process', () => {
  test('asks for a graceful stop at the first signal and ends at the second', async () => {
    const { child, seen, ended } = await running(WAIT);
    child.kill('SIGTERM');
    await seen('stopping: SIGTERM');
    // Two signals in one moment are one request; so the second is repeated until it counts.
    const again = setInterval(() => child.kill('SIGINT'), 20);
    expect(await ended).toEqual([130, null]);
    clearInterval(again);
  });

  test('ends by itself within ten seconds of the first signal, whatever hangs', { timeout: 30_000 }, async () => {
    const { child, seen, ended } = await running(WAIT);
    child.kill('SIGTERM');
    const asked = performance.now();
    await seen('stopping: SIGTERM');
    expect(await ended).toEqual([143, null]);
    expect(performance.now() - asked).toBeLessThan(10_000);
  });

  test('takes the same signal from the terminal and from npm for one request', async () => {
    const script = `${WAIT}; stop.addEventListener('abort', () => setImmediate(() => { process.kill(process.pid, 'SIGINT'); setTimeout(() => process.exit(7), 50); }))`;
    const { child, ended } = await running(script);
    child.kill('SIGINT');
    expect(await ended).toEqual([7, null]);
  });

  test('stops when its launcher is gone', async () => {
    const { child, seen } = await running(WAIT);
    child.disconnect();
    await seen('stopping: the launcher ended');
  });

  test('says in one sentence that what it printed is lost, and ends with code 1', async () => {
    const file = path.join(import.meta.dirname, 'process-io.ts');
    const code = `import { processIo } from ${JSON.stringify(file)}; processIo().stdout.write('x');`;
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', full, 'pipe'] });
    children.push(child);
    let told = '';
    child.stderr?.on('data', (chunk) => {
      told += chunk;
    });
    expect(await once(child, 'close')).toEqual([1, null]);
    closeSync(full);
    expect(told).toBe('tocsin: standard output could not be written: ENOSPC: no space left on device, write\n');
  });

  test.each([
    ['an error that nothing caught', "setImmediate(() => { throw new Error('fell'); })"],
    ['a rejection that nothing caught', "setImmediate(() => void Promise.reject(new Error('fell')))"],
  ])('ends with code 1 after %s, once it was reported', async (_, fault) => {
    const report =
      "io.onCrash(async (error) => { await new Promise((r) => setTimeout(r, 20)); process.stdout.write('told: ' + error.message + '\\n'); })";
    const { seen, ended } = await running(`${report}; ${fault}; setInterval(() => {}, 1000)`);
    await seen('told: fell');
    expect(await ended).toEqual([1, null]);
  });
});

describeWith(SMALL_DISK, 'the first process of a container', () => {
  test.each([
    ['ends by a signal that no command listens for yet', '', 143],
    ['hears it as any other where a command does', `${WAIT}; stop.addEventListener('abort', () => process.exit(7))`, 7],
  ])('%s', async (_, script, code) => {
    const file = path.join(import.meta.dirname, 'process-io.ts');
    const ready = `process.stdout.write('ready as ' + process.pid + '\\n'); setInterval(() => {}, 1000);`;
    const text = `import { processIo } from ${JSON.stringify(file)}; const io = processIo(); ${script}; ${ready}`;
    const node = [process.execPath, '--input-type=module', '-e', text];
    const unshare = spawn('unshare', ['--pid', '--fork', '--kill-child', ...node], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(unshare);
    const ended = once(unshare, 'exit');
    const [said] = await once(unshare.stdout, 'data');
    expect(String(said)).toBe('ready as 1\n');
    const inside = readFileSync(`/proc/${unshare.pid}/task/${unshare.pid}/children`, 'utf8');
    process.kill(Number(inside.trim()), 'SIGTERM');
    expect(await ended).toEqual([code, null]);
  });
});

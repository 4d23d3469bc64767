import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readTextFile } from './text-file.ts';

const LARGEST = 200_000;
let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'text-file-'));
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

const at = (name: string): string => path.join(folder, name);

function file(content: string | Uint8Array): string {
  writeFileSync(at('file'), content);
  return at('file');
}

/** A pipe by name that a shell command writes to. */
function pipe(command: string): string {
  expect(spawnSync('mkfifo', [at('pipe')]).status).toBe(0);
  children.push(spawn('sh', ['-c', `exec > "$0"; ${command}`, at('pipe')], { stdio: 'ignore' }));
  return at('pipe');
}

describe('a file of text', () => {
  test.each(['', 'a: 1\n', 'ä'.repeat(50_000), 'x'.repeat(LARGEST)])('is read whole (%#)', (text) => {
    expect(readTextFile(file(text), LARGEST)).toEqual({ text });
  });

  test('may be one of the kernel, which has a text but no size', () => {
    expect(readTextFile('/proc/self/status', LARGEST)).toMatchObject({ text: expect.stringContaining('Pid:') });
  });

  test('may be a pipe that is written bit by bit and closed', () => {
    const text = 'rules:\n'.repeat(20_000);
    const read = readTextFile(pipe(`printf 'first '; yes rules: | head -n 20000`), LARGEST);
    expect(read).toEqual({ text: `first ${text}` });
  });
});

describe('what is no file of text', () => {
  test('is refused at the bound, however much more there is', () => {
    expect(readTextFile(file('x'.repeat(LARGEST + 1)), LARGEST)).toEqual({ problem: 'is larger than 195.3125 KiB' });
    expect(readTextFile(pipe('exec yes'), LARGEST)).toEqual({ problem: 'is larger than 195.3125 KiB' });
  });

  test.each(['/dev/zero', '/dev/null', '/dev/tty', '/dev/kmsg'])('is refused when it is a device: %s', (device) => {
    // Where a device is not there it is not a file either.
    const { problem } = { problem: '', ...readTextFile(device, LARGEST) };
    expect(problem).toMatch(/^(?:is a device and not a file|is not there)$/);
  });

  test('is refused when it is a folder, no UTF-8, a socket, or not to be had', async () => {
    mkdirSync(at('folder'));
    symlinkSync(at('circle'), at('circle'));
    const server = createServer().listen(at('socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    const problems = ['folder', 'circle', 'socket', 'nothing'].map((name) => readTextFile(at(name), LARGEST));
    server.close();
    expect(problems).toEqual([
      { problem: 'is a folder' },
      { problem: 'is a link that leads in a circle' },
      { problem: 'is a socket and not a file' },
      { problem: 'is not there' },
    ]);
    expect(readTextFile(path.join(file('x'), 'below'), LARGEST)).toEqual({ problem: 'is not there' });
    expect(readTextFile(file(Uint8Array.of(0xc3, 0x28)), LARGEST)).toEqual({ problem: 'is not text in UTF-8' });
  });
});

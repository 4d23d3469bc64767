import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, test } from 'vitest';

test('a set-up that is asked to stop says that it does, and ends what it had begun first', async () => {
  const terminal = path.join(import.meta.dirname, 'terminal.mjs');
  const endless = "[process.execPath, '-e', 'console.log(7); setInterval(() => {}, 1000)']";
  const script = `const { runLoudly } = await import(${JSON.stringify(terminal)});
    console.log(await runLoudly('work', ${endless}));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
    if (stderr.endsWith('7\n')) child.kill('SIGINT');
  });
  await once(child, 'close');
  expect(stderr).toContain(
    'tocsin setup: work: ending it, which may take a while; the same command goes on another time',
  );
  expect(stdout).toBe('false\n');
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, test } from 'vitest';

const terminal = path.join(import.meta.dirname, 'terminal.mjs');

/** Runs a module that has `runLoudly`, and hears what it says on standard error. */
function run(body: string, heard: (stderr: string, child: ChildProcess) => void) {
  const script = `const { runLoudly } = await import(${JSON.stringify(terminal)}); ${body}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => {
    said.stdout += text;
  });
  child.stderr.on('data', (text) => {
    said.stderr += text;
    heard(said.stderr, child);
  });
  return once(child, 'close').then(() => said);
}

test('a set-up that is asked to stop says that it does, and ends what it had begun first', async () => {
  const endless = "[process.execPath, '-e', 'console.log(7); setInterval(() => {}, 1000)']";
  const { stdout, stderr } = await run(`console.log(await runLoudly('work', ${endless}, {}));`, (said, child) => {
    if (said.endsWith('7\n')) child.kill('SIGINT');
  });
  expect(stderr).toContain(
    'tocsin setup: work: ending it, which may take a while; the same command goes on another time',
  );
  expect(stdout).toBe('false\n');
});

test('a set-up that takes long says again and again that it still runs, and how far it is', async () => {
  const untilTold = "[process.execPath, '-e', 'process.stdin.resume()']";
  const options = "{ howFar: () => ++steps + ' of 9 steps', stillEveryMs: 1, stdio: ['inherit', 2, 2] }";
  const { stderr } = await run(`let steps = 0; await runLoudly('work', ${untilTold}, ${options});`, (said, child) => {
    if (said.includes('3 of 9 steps')) child.stdin?.end();
  });
  expect(stderr).toMatch(/work …\n(?:tocsin setup: work … \(\d+ s, \d+ of 9 steps\)\n){3,}tocsin setup: work: done in/);
});

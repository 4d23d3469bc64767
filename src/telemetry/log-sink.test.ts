import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FileSink } from './log-sink.ts';

/** A process that logs as told to its standard output, and answers each number on standard error with how many lines were lost. */
function loggingProcess(script: string) {
  const sink = path.join(import.meta.dirname, 'log-sink.ts');
  const code = `import { stdoutSink } from ${JSON.stringify(sink)}; const sink = stdoutSink(); ${script}`;
  return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}

describe('where log lines go', () => {
  test('a reader that is gone loses lines and stops nothing', async () => {
    const script = `
      sink.write('first\\n');
      let rounds = 0;
      const timer = setInterval(() => {
        sink.write('more\\n');
        if (sink.lost > 3 || rounds++ > 500) { clearInterval(timer); console.error(sink.lost > 3 ? 'alive' : 'nothing lost'); }
      }, 5);`;
    const child = loggingProcess(script);
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await textOf(child.stderr)).toBe('alive\n');
  });

  test('a reader that does not read costs lines, counted, and no waiting', async () => {
    const script = `
      const line = 'x'.repeat(65535) + '\\n';
      for (let n = 0; n < 200; n++) sink.write(line);
      const before = performance.now();
      await sink.flush();
      console.error(sink.lost > 50, performance.now() - before < 5000);
      process.exit(0);`;
    const child = loggingProcess(script);
    child.stdout.pause();
    expect(await textOf(child.stderr)).toBe('true true\n');
  });

  test('what was written has left when flush resolves', async () => {
    const child = loggingProcess(
      `for (let n = 0; n < 20; n++) sink.write('x'.repeat(9999) + '\\n'); await sink.flush(); process.exit(0);`,
    );
    expect((await textOf(child.stdout)).length).toBe(200_000);
  });

  test('a file takes each line at once', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'sink-'));
    const file = openSync(path.join(folder, 'log'), 'w');
    new FileSink(file).write('a\n');
    expect(readFileSync(path.join(folder, 'log'), 'utf8')).toBe('a\n');
    closeSync(file);
    rmSync(folder, { recursive: true });
  });

  test.runIf(process.platform === 'linux')('a full disk loses lines, counted, and throws nothing', () => {
    const full = openSync('/dev/full', 'w');
    const sink = new FileSink(full);
    sink.write('a\n');
    closeSync(full);
    expect(sink.lost).toBe(1);
  });
});

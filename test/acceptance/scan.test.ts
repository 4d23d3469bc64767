// `tocsin scan` as a process: signals, pipes, disks and terminals are the real ones.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CHILD_ENVIRONMENT } from '../support/child-environment.ts';
import { describeWith, type Requirement } from '../support/requirement.ts';
import { ruleFileOf } from '../support/scan-in-process.ts';
import { mountSmallDisk, SMALL_DISK } from '../support/small-disk.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const MAIN = path.resolve(import.meta.dirname, '../../src/main.ts');

interface Running {
  readonly child: ChildProcess;
  /** Everything on standard error so far. */
  readonly err: () => string;
  readonly ended: Promise<number | null>;
}

/** Standard output goes to `stdout`, a descriptor, or waits in a pipe for whoever reads it. */
function start(
  args: readonly string[],
  stdout: number | 'pipe' = 'pipe',
  stdin: number | 'ignore' = 'ignore',
): Running {
  const child = spawn(process.execPath, [MAIN, 'scan', ...args], {
    env: CHILD_ENVIRONMENT,
    stdio: [stdin, stdout, 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let err = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return { child, err: () => err, ended: new Promise((resolve) => child.on('close', resolve)) };
}

function inFolder() {
  const folder = temporaryDirectory();
  const file = (name: string, content: string): string => {
    writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  };
  const pipe = (): string => {
    execFileSync('mkfifo', [path.join(folder, 'pipe')]);
    return path.join(folder, 'pipe');
  };
  return { file, pipe };
}

const opened = (name: string, flags: string): number => {
  const fd = openSync(name, flags);
  onTestFinished(() => closeSync(fd));
  return fd;
};

describe('tocsin scan as a process', () => {
  test.each([
    ['that nobody writes to', false],
    ['whose line does not end', true],
  ])('ends at Ctrl-C while it waits for a pipe %s', async (_, isWritten) => {
    const { file, pipe } = inFolder();
    const name = pipe();
    if (isWritten) writeSync(opened(name, 'r+'), 'an x without an end');
    const run = start(['-r', file('r.yaml', ruleFileOf('x')), file('a.log', 'x\n'), name]);
    run.child.stdout?.once('data', () => run.child.kill('SIGINT'));
    expect(await run.ended).toBe(130);
  });

  test('ends at Ctrl-C in the midst of hits whose captures take long', async () => {
    const { file } = inFolder();
    const rules = file('r.yaml', ruleFileOf('(x{1,500}){1,2}y'));
    const run = start(['-r', rules, '-j', file('a.log', `${'x'.repeat(300_000)}y\n`.repeat(300))]);
    run.child.stdout?.resume().once('data', () => run.child.kill('SIGINT'));
    expect(await run.ended).toBe(130);
    expect(run.err()).toMatch(/^tocsin scan: stopped \(SIGINT\) after [\d,]+ bytes; \d+ lines? with a hit so far\n$/);
  });

  test('ends quietly and with 0 when its reader has seen enough', async () => {
    const { file } = inFolder();
    const run = start(['-r', file('r.yaml', ruleFileOf('x')), file('a.log', 'a line with an x\n'.repeat(500_000))]);
    run.child.stdout?.once('data', () => run.child.stdout?.destroy());
    expect([await run.ended, run.err()]).toEqual([0, '']);
  });

  test('waits for a slow reader in little memory, and ends at Ctrl-C although nobody reads', async () => {
    const { file } = inFolder();
    const rules = file('r.yaml', ruleFileOf(...Array.from({ length: 60 }, (_, i) => `x{${i + 1}}`)));
    const run = start(['-r', rules, file('a.log', `${'x'.repeat(4_000_000)}\n`)]);
    let [most, read] = [0, 0];
    // A piece at a time, so that the pipe is full at every moment.
    const { stdout } = run.child;
    stdout?.on('readable', () => {
      const piece: Buffer | null = stdout.read(65_536) ?? stdout.read();
      read += piece?.length ?? 0;
      const status = readFileSync(`/proc/${run.child.pid}/status`, 'utf8');
      most = Math.max(most, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0));
      if (read > 20_000_000) stdout.pause().removeAllListeners('readable');
    });
    await expect.poll(() => read, { timeout: 15_000 }).toBeGreaterThan(20_000_000);
    expect(most).toBeLessThan(300_000);
    const exited = once(run.child, 'exit');
    run.child.kill('SIGINT');
    expect(await exited).toEqual([130, null]);
    stdout?.resume();
    await run.ended;
    expect(run.err()).toMatch(/^tocsin scan: stopped [^\n]+\n$/);
  });

  test('says in one sentence that its output cannot be written, and ends with 2', async () => {
    const { file } = inFolder();
    const rules = file('r.yaml', ruleFileOf('x'));
    const sentence = 'tocsin scan: standard output could not be written: ENOSPC: no space left on device, write\n';
    for (const args of [[], ['-j'], ['-c']]) {
      const run = start(['-r', rules, ...args, file('a.log', 'x\n'.repeat(1_000))], opened('/dev/full', 'w'));
      expect([await run.ended, run.err()]).toEqual([2, sentence]);
    }
  });

  test('reads a file on standard input from where it stands', async () => {
    const { file } = inFolder();
    const input = opened(file('a.log', 'x was read before\nan x\n'), 'r');
    readSync(input, Buffer.alloc(18));
    const run = start(['-r', file('r.yaml', ruleFileOf('x'))], 'pipe', input);
    let out = '';
    run.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    expect([await run.ended, out, run.err()]).toEqual([0, '1: r1: an x\n', '']);
  });

  test.each(['pipe', 'file'] as const)('prints a line to a %s with the bytes that it has', async (kind) => {
    const { file } = inFolder();
    const line = Buffer.from('x caf\u00e9 \u0080\n', 'latin1');
    const [rules, log, out] = [file('r.yaml', ruleFileOf('x')), file('latin.log', ''), file('out', '')];
    writeFileSync(log, line);
    const run = start(['-r', rules, log], kind === 'file' ? opened(out, 'w') : 'pipe');
    const parts: Buffer[] = [];
    run.child.stdout?.on('data', (part: Buffer) => parts.push(part));
    expect(await run.ended).toBe(0);
    const printed = kind === 'file' ? readFileSync(out) : Buffer.concat(parts);
    expect(printed.toString('hex')).toBe(Buffer.concat([Buffer.from('1: r1: '), line]).toString('hex'));
  });

  test('does not read the file that it writes', async () => {
    const { file } = inFolder();
    const log = file('a.log', 'x\n');
    const run = start(['-r', file('r.yaml', ruleFileOf('x')), log], opened(log, 'a'));
    expect([await run.ended, run.err()]).toEqual([2, `tocsin scan: ${log} is where the hits are written to\n`]);
    expect(readFileSync(log, 'utf8')).toBe('x\n');
  });
});

const TERMINAL: Requirement = {
  name: 'script',
  missing: spawnSync('script', ['--version']).error ? 'install the command script (util-linux)' : undefined,
};

describeWith(TERMINAL, 'tocsin scan on a real terminal', () => {
  test('marks the hits, and hears Ctrl-C typed there', async () => {
    const { file, pipe } = inFolder();
    const command = [
      process.execPath,
      MAIN,
      'scan',
      '-r',
      file('r.yaml', ruleFileOf('well')),
      file('a.log', 'all is well\n'),
      pipe(),
    ];
    const { NO_COLOR: _, ...env } = { ...CHILD_ENVIRONMENT, TERM: 'xterm' } as NodeJS.ProcessEnv;
    const terminal = spawn('script', ['-qec', command.join(' '), '/dev/null'], {
      env,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    onTestFinished(() => void terminal.kill('SIGKILL'));
    let shown = '';
    terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
    });
    await expect.poll(() => shown, { timeout: 15_000 }).toContain('all is \u001b[1;31mwell\u001b[0m');
    const ended = new Promise((resolve) => terminal.on('close', resolve));
    terminal.stdin.write('\u0003');
    expect(await ended).toBe(130);
    expect(shown).toContain('stopped (SIGINT) after 12 bytes; 1 line with a hit so far');
  });
});

describeWith(SMALL_DISK, 'tocsin scan on a disk that fills up', () => {
  test('notices that only a part of its last piece was taken', async () => {
    const { file } = inFolder();
    const disk = mountSmallDisk();
    const rules = file('r.yaml', ruleFileOf('x'));
    // Printed in pieces of 64 KiB, of which the sixteenth and last one has no room for its last bytes.
    const run = start(
      ['-r', rules, file('a.log', `${'x'.repeat(16 * 65_536 - 2)}\n`)],
      openSync(path.join(disk.directory, 'out'), 'w'),
    );
    expect([await run.ended, run.err()]).toEqual([2, expect.stringContaining('no space left on device')]);
  });
});

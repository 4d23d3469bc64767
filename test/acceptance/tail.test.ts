// `tocsin tail` as a process, on real files.
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CHILD_ENVIRONMENT } from '../support/child-environment.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';

const MAIN = path.resolve(import.meta.dirname, '../../src/main.ts');

const RULES = `rules:
  - name: Disk full
    pattern: 'no space left on (?P<device>\\S+)'
    severity: critical
    cooldown_seconds: 0
  - name: Refused
    pattern: connection refused
`;

class Running {
  readonly folder: string;
  readonly #child: ChildProcess;
  readonly ended: Promise<number | null>;
  out = '';
  err = '';

  constructor(folder: string, args: readonly string[]) {
    this.folder = folder;
    this.#child = spawn(process.execPath, [MAIN, 'tail', ...args], {
      cwd: folder,
      env: CHILD_ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.out += text;
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.err += text;
    });
    this.ended = new Promise((resolve) => this.#child.on('close', resolve));
    onTestFinished(() => void this.#child.kill('SIGKILL'));
  }

  get messages(): string[] {
    return this.out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.replace(/^.*?: /, ''));
  }

  watches(files: number): Promise<unknown> {
    const words = files === 0 ? 'no file is watched yet' : `${files} file`;
    return waitUntil(() => this.err.includes(words), { what: () => `it watches ${files}: ${this.err}` });
  }

  prints(...messages: string[]): Promise<unknown> {
    return waitUntil(() => JSON.stringify(this.messages) === JSON.stringify(messages), {
      what: () => `it prints ${messages.join('|')}: ${this.out}${this.err}`,
    });
  }

  interrupt(): void {
    this.#child.kill('SIGINT');
  }
}

function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryDirectory();
  for (const [name, text] of Object.entries({ 'rules.yaml': RULES, ...files }))
    writeFileSync(path.join(folder, name), text);
  return folder;
}

function tail(folder: string, ...args: string[]) {
  const running = new Running(folder, ['--rules', 'rules.yaml', ...args]);
  const add = (name: string, text: string): void => appendFileSync(path.join(folder, name), text);
  return { running, add };
}

describe('tocsin tail', () => {
  test('prints events of what is written from now on, and says at Ctrl-C what it came to', async () => {
    const folder = folderWith({ 'a.log': 'no space left on /dev/old\n' });
    const { running, add } = tail(folder, 'a.log');
    await running.watches(1);
    add('a.log', 'all is well\nno space left on /dev/sda1\nno space left on /dev/sdb1\n');
    await running.prints('no space left on /dev/sda1', 'no space left on /dev/sdb1');
    expect(running.out).toMatch(/^\S+Z critical Disk full \S+\/a\.log: no space left on \/dev\/sda1\n/);
    running.interrupt();
    expect(await running.ended).toBe(130);
    expect(running.err).toContain('stopped (SIGINT) after 3 lines: 2 events, 0 hits held back');
  });

  test('reads with --from-start what stands in the files, too', async () => {
    const folder = folderWith({ 'a.log': 'no space left on /dev/old\nrest\n' });
    const { running, add } = tail(folder, '--from-start', 'a.log');
    await running.prints('no space left on /dev/old');
    add('a.log', 'no space left on /dev/new\n');
    await running.prints('no space left on /dev/old', 'no space left on /dev/new');
  });

  test('follows a file through its rotation, and reads one that comes later from its beginning', async () => {
    const folder = folderWith({ 'a.log': 'x\n' });
    const { running, add } = tail(folder, '*.log');
    await running.watches(1);
    add('a.log', 'no space left on one\n');
    renameSync(path.join(folder, 'a.log'), path.join(folder, 'a.log.1'));
    add('a.log.1', 'no space left on two\n');
    add('a.log', 'no space left on three\n');
    await running.prints('no space left on one', 'no space left on two', 'no space left on three');
    add('b.log', 'no space left on four\n');
    await waitUntil(() => running.messages.length === 4, { what: () => `four are printed: ${running.out}` });
  });

  test('takes a stack trace for one line with --join-lines, and prints all of it', async () => {
    const { running, add } = tail(folderWith({ 'a.log': '' }), '--join-lines', 'a.log');
    await running.watches(1);
    add('a.log', 'Error: save failed\n    at save (a.js:1:2)\nCaused by: no space left on /dev/sda1\n');
    await waitUntil(() => running.out.includes('Caused by'), { what: () => `it is printed: ${running.out}` });
    expect(running.out).toMatch(
      /^\S+Z critical Disk full \S+: Error: save failed\n {8}at save \(a\.js:1:2\)\n {4}Caused by: no space left on \/dev\/sda1\n$/,
    );
  });

  test('joins with --join-start what follows a line in which its pattern is found', async () => {
    const { running, add } = tail(folderWith({ 'a.log': '' }), '--join-start', '^#', 'a.log');
    await running.watches(1);
    add('a.log', '# save failed\nwith no space left on /dev/sda1\n# calm\n');
    await waitUntil(() => running.out.includes('/dev/sda1'), { what: () => `it is printed: ${running.out}` });
    expect(running.out).toMatch(/: # save failed\n {4}with no space left on \/dev\/sda1\n$/);
  });

  test('holds back by the rule’s cooldown, and counts it', async () => {
    const { running, add } = tail(folderWith({ 'a.log': '' }), 'a.log');
    await running.watches(1);
    add('a.log', 'connection refused\n'.repeat(5));
    await running.prints('connection refused');
    running.interrupt();
    expect(await running.ended).toBe(130);
    expect(running.err).toContain('after 5 lines: 1 event, 4 hits held back');
  });

  test('waits for a file that is not there yet, and says so', async () => {
    const { running, add } = tail(folderWith(), 'later.log');
    await running.watches(0);
    add('later.log', 'no space left on /dev/sda1\n');
    await running.prints('no space left on /dev/sda1');
  });

  test('says of each path that leads to no file why, also beside one that does', async () => {
    const { running, add } = tail(folderWith({ 'a.log': '' }), 'a.log', 'b.log', '.', 'none/*.log');
    await running.watches(1);
    const why = (name: string): string => `No file is watched by ${path.join(running.folder, name)}: `;
    expect(running.err.split('\n')).toEqual([
      `tocsin tail: ${why('b.log')}it is not there yet.`,
      `tocsin tail: ${why('.')}it is a folder, and no file.`,
      `tocsin tail: ${why('none/*.log')}the folder ${path.join(running.folder, 'none')} is not there yet.`,
      'tocsin tail: 1 file watched; Ctrl-C ends it',
      '',
    ]);
    add('a.log', 'no space left on /dev/sda1\n');
    await running.prints('no space left on /dev/sda1');
  });

  test('gives objects with captures with --json', async () => {
    const { running, add } = tail(folderWith({ 'a.log': '' }), '--json', 'a.log');
    await running.watches(1);
    add('a.log', 'no space left on /dev/sda1\n');
    await waitUntil(() => running.out.endsWith('\n'), { what: 'an event is printed' });
    expect(JSON.parse(running.out)).toMatchObject({
      severity: 'critical',
      message: 'no space left on /dev/sda1',
      metadata: { rule_name: 'Disk full', path: path.join(running.folder, 'a.log'), captures: { device: '/dev/sda1' } },
    });
  });

  test('reads the lines of a format', async () => {
    const { running, add } = tail(folderWith({ 'c.log': '' }), '--format', 'docker-json', 'c.log');
    await running.watches(1);
    add(
      'c.log',
      `${JSON.stringify({ log: 'no space left on x\n', stream: 'stderr', time: '2026-11-27T10:00:00.5Z' })}\n`,
    );
    await running.prints('no space left on x');
    expect(running.out).toContain('2026-11-27T10:00:00.500Z critical');
  });

  test('sees a stack trace in a message of JSON as lines of their own', async () => {
    const rules = 'rules:\n  - name: cause\n    pattern: "(?m)^Caused by: (?P<what>.*)$"\n';
    const folder = folderWith({ 'rules.yaml': rules, 'c.log': '' });
    const { running, add } = tail(folder, '--format', 'ndjson', 'c.log');
    await running.watches(1);
    add('c.log', `${JSON.stringify({ message: 'E: x\n\tat a\nCaused by: net down\n\tat b\n' })}\n`);
    const whole = /cause \S+: E: x\n +\tat a\n +Caused by: net down\n +\tat b\n$/;
    await waitUntil(() => whole.test(running.out), { what: () => `it prints all of it: ${running.out}` });
  });

  test('takes the member for the text that --message names', async () => {
    const { running, add } = tail(folderWith({ 'c.log': '' }), '--format', 'ndjson', '--message', 'msg', 'c.log');
    await running.watches(1);
    add('c.log', `${JSON.stringify({ message: 'no space left on x', msg: 'no space left on y' })}\n`);
    await running.prints('no space left on y');
  });

  test('shows a rule with a field the members of a line of JSON, and any other its text, also where lines are joined', async () => {
    const rules = `rules:
  - { name: field, field: level, pattern: "^error$", cooldown_seconds: 0 }
  - { name: text, pattern: "level|^x", cooldown_seconds: 0 }
`;
    const folder = folderWith({ 'rules.yaml': rules, 'c.log': '' });
    const { running, add } = tail(folder, '-f', 'ndjson', '--message', 'msg', '--join-lines', 'c.log');
    await running.watches(1);
    const lines = [{ level: 'info', msg: 'a' }, { level: 'error', msg: 'b' }, { msg: '  at b' }, { msg: 'x' }];
    add('c.log', lines.map((one) => `${JSON.stringify(one)}\n`).join(''));
    const whole = /^\S+ warn field \S+: b\n {6}at b\n\S+ warn text \S+: x\n$/;
    await waitUntil(() => whole.test(running.out), { what: () => `both are printed: ${running.out}` });
  });

  test('ends when nobody reads what it prints', async () => {
    const folder = folderWith({ 'a.log': '' });
    const child = spawn('sh', ['-c', `"$0" "$1" tail -r rules.yaml a.log | head -n 1`, process.execPath, MAIN], {
      cwd: folder,
      env: CHILD_ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    const ended = new Promise((resolve) => child.on('close', resolve));
    await waitUntil(() => err.includes('1 file'), { what: () => `it watches: ${err}` });
    appendFileSync(path.join(folder, 'a.log'), 'no space left on one\n');
    const more = (): boolean => {
      appendFileSync(path.join(folder, 'a.log'), 'no space left on more\n');
      return child.exitCode !== null;
    };
    await waitUntil(more, { what: 'it ends', everyMs: 100 });
    await ended;
    expect(err).not.toContain('could not');
  });

  test.each([
    [['a.log'], '--rules FILE is missing'],
    [['--rules', 'none.yaml', 'a.log'], 'none.yaml'],
    [['--rules', 'broken.yaml', 'a.log'], 'broken.yaml: rule "a": pattern, at its character 2: '],
    [['--rules', 'rules.yaml', '--format', 'xml', 'a.log'], '--format is one of plain, docker-json, cri, ndjson'],
    [['--rules', 'rules.yaml', '--message', 'msg', 'a.log'], 'of nothing else: say --format ndjson as well'],
    [['--rules', 'rules.yaml', '-f', 'cri', '--message', 'msg', 'a.log'], 'of nothing else: say --format ndjson'],
    [['--rules', 'rules.yaml', '-f', 'ndjson', '--message', 'a\nb', 'a.log'], '--message is the name of a member'],
    [['--rules', 'rules.yaml', '--join-start', 'ab(', 'a.log'], '--join-start is no pattern: at its character 3: '],
    [['--rules', 'rules.yaml', '--join-start', '', 'a.log'], 'the option --join-start needs'],
    [['--rules', 'rules.yaml'], 'FILE'],
    [['--rules', 'rules.yaml', 'a.log', '-'], '- is standard input, which has no file to follow: `tocsin scan'],
    [['--rules', 'rules.yaml', '{a,b}'.repeat(100)], 'stands for more than 100 paths'],
  ])('refuses %j with code 2', async (args, words) => {
    const folder = folderWith({ 'broken.yaml': 'rules:\n  - name: a\n    pattern: "x("\n' });
    const running = new Running(folder, args);
    expect(await running.ended).toBe(2);
    expect(running.err).toContain(words);
  });
});

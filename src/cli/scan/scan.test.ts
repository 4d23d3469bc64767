import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import type { LogSink } from '../../telemetry/log-sink.ts';
import { run } from '../run.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'scan-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const full = path.join(folder, name);
  writeFileSync(full, content);
  return full;
}

interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface Options {
  readonly input?: Readable;
  readonly isTTY?: boolean;
  readonly stop?: AbortSignal;
}

async function scan(
  args: readonly string[],
  { input = Readable.from([]), isTTY = false, stop = new AbortController().signal }: Options = {},
): Promise<Told> {
  const told = { out: '', err: '' };
  const code = await run(['scan', ...args], {
    stdin: input,
    stdout: { isTTY, write: (text) => (told.out += text) },
    stderr: { isTTY: false, write: (text) => (told.err += text) },
    env: {},
    folder,
    openLog: (): LogSink => {
      throw new Error('a scan has no log');
    },
    stopRequested: () => stop,
    onCrash: () => undefined,
  });
  return { code, ...told };
}

const rules = file(
  'rules.yaml',
  `rules:
  - name: refused
    pattern: 'connection refused by (?P<host>\\S+)'
    severity: error
  - name: number
    pattern: '\\b[0-9]{4}-x'
    exclude_pattern: test
`,
);
const log = file(
  'app.log',
  'all is well\nconnection refused by db-1\n1234-x test\nnow 4321-x\r\nconnection refused by db-2',
);

describe('tocsin scan', () => {
  test('prints each hit with its line number, rule and text, and ends with 0', async () => {
    const { code, out } = await scan(['--rules', rules, log]);
    expect(out).toBe(
      '2: refused: connection refused by db-1\n4: number: now 4321-x\n5: refused: connection refused by db-2\n',
    );
    expect(code).toBe(0);
  });

  test('marks the match and colours the rule on a terminal, which the log cannot steer', async () => {
    const evil = file('evil.log', 'connection refused by \u001b[2Jdb\n');
    const { out } = await scan(['-r', rules, evil], { isTTY: true });
    expect(out).toContain('\u001b[1;31mconnection refused by \ufffd[2Jdb\u001b[0m');
    expect(out).toContain('refused\u001b[0m');
  });

  test('tells captures and the place of the match as JSON', async () => {
    const { out } = await scan(['-r', rules, '--json', log]);
    const [first] = out
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(first).toEqual({
      line: 2,
      rule: 'refused',
      severity: 'error',
      text: 'connection refused by db-1',
      start: 0,
      end: 26,
      captures: { host: 'db-1' },
    });
  });

  test('counts hits by rule, and the lines that any of them hit', async () => {
    expect((await scan(['-r', rules, '-c', log])).out).toBe('2  refused\n1  number\n3  (lines with a hit)\n');
    const { out } = await scan(['-r', rules, '--count', '--json', log]);
    expect(JSON.parse(out)).toEqual({
      lines: 3,
      rules: [
        { rule: 'refused', hits: 2 },
        { rule: 'number', hits: 1 },
      ],
    });
  });

  test('reads standard input without a file or for a dash, however it comes', async () => {
    const text = 'x\nconnection refused by db-1\nconnection ref';
    const pieces = [...text].map((char) => Buffer.from(char));
    expect((await scan(['-r', rules], { input: Readable.from([...pieces, Buffer.from('used by db-2\n')]) })).out).toBe(
      '2: refused: connection refused by db-1\n3: refused: connection refused by db-2\n',
    );
    expect((await scan(['-r', rules, '-'], { input: Readable.from([Buffer.from(text)]) })).code).toBe(0);
  });

  test('unpacks gzip files by their name, and names the file when there are several', async () => {
    const packed = file('app.log.gz', gzipSync('connection refused by db-9\n'));
    const { out } = await scan(['-r', rules, packed, log]);
    expect(out.split('\n')[0]).toBe(`${packed}:1: refused: connection refused by db-9`);
    const broken = await scan(['-r', rules, file('broken.gz', 'no gzip')]);
    expect([broken.code, broken.err]).toEqual([2, expect.stringContaining('broken.gz')]);
  });

  test('ends with 1 and says nothing when nothing hit', async () => {
    expect(await scan(['-r', rules, file('calm.log', 'all is well\n')])).toEqual({ code: 1, out: '', err: '' });
  });

  test('says nothing with --quiet: the code tells', async () => {
    expect(await scan(['-r', rules, '-q', log])).toEqual({ code: 0, out: '', err: '' });
  });

  test('ends with 2 for a file that is not there, after the others were read', async () => {
    const { code, out, err } = await scan(['-r', rules, path.join(folder, 'gone.log'), log]);
    expect([code, out.split('\n').length]).toEqual([2, 4]);
    expect(err).toContain('gone.log');
  });

  test.each([
    ['rules:\n  - name: a\n    pattern: "x("\n', 'bad.yaml:3:5: rule "a": pattern, at its character 2'],
    ['rules:\n  - name: a\n', 'bad.yaml:2:5: rule "a" needs a "pattern"'],
    ['rules:\n  - pattern: x\n', 'a rule needs a "name"'],
    ['rules:\n  - name: a\n    pattern: x\n    severity: bad\n', 'bad.yaml:4:5: rule "a": the severity is one of info'],
    ['rules: [', 'bad.yaml:1:'],
    ['', 'a list "rules" is missing'],
  ])('names file, line and column of what is wrong with the rules: %j', async (text, message) => {
    const { code, err } = await scan(['-r', file('bad.yaml', text), log]);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });

  test('is called wrongly without rules', async () => {
    expect(await scan([log])).toMatchObject({ code: 2, err: expect.stringContaining('--rules FILE is missing') });
  });

  test('prints what was counted so far when it is asked to stop, even while it waits for input', async () => {
    const stop = new AbortController();
    const input = new Readable({ read: () => undefined });
    const scanning = scan(['-r', rules, '-c'], { input, stop: stop.signal });
    input.push('connection refused by db-1\n');
    input.once('data', () => setImmediate(() => stop.abort('SIGINT')));
    expect((await scanning).out).toContain('1  refused');
  });
});

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { captureIo } from '../../../test/support/captured-io.ts';
import { fileWriter, ruleFileOf, scanInProcess as scan } from '../../../test/support/scan-in-process.ts';
import { run } from '../run.ts';
import { SCAN } from './command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'scan-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = fileWriter(folder);

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
const calm = file('calm.log', 'all is well\n');
const gone = path.join(folder, 'gone.log');

const objects = (out: string): unknown[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

describe('tocsin scan', () => {
  test('prints each hit with its line number, rule and text, and ends with 0', async () => {
    const { code, out } = await scan(['--rules', rules, log]);
    expect(out).toBe(
      '2: refused: connection refused by db-1\n4: number: now 4321-x\n5: refused: connection refused by db-2\n',
    );
    expect(code).toBe(0);
  });

  test('looks at one field of a line where a rule says so, among those that look at whole lines', async () => {
    const byField = file(
      'fields.yaml',
      `rules:
  - {name: failing, pattern: '^(?P<how>error|fatal)$', field: level, severity: error}
  - {name: lost, pattern: 'lost'}
  - {name: late, pattern: '^\\d{3}', exclude_pattern: '^2', field: http.status}
`,
    );
    const lines = [
      '{"level":"error","msg":"disk lost"}',
      'error',
      'level=fatal http.status=503',
      '{"http":{"status":200}}',
      '{"http":{"status":404}}',
    ];
    const mixed = file('mixed.log', lines.join('\n'));
    expect((await scan(['-r', byField, mixed])).out).toBe(
      `1: failing: ${lines[0]}\n1: lost: ${lines[0]}\n3: failing: ${lines[2]}\n3: late: ${lines[2]}\n5: late: ${lines[4]}\n`,
    );
    const [first, second] = objects((await scan(['-r', byField, '-j', mixed])).out);
    expect(first).toMatchObject({
      line: 1,
      field: 'level',
      value: 'error',
      start: 0,
      end: 5,
      captures: { how: 'error' },
    });
    expect(second).not.toHaveProperty('value');
    const many = file('many.log', `${lines.join('\n')}\n`.repeat(30_000));
    expect(JSON.parse((await scan(['-r', byField, '-cj', many])).out)).toMatchObject({ lines: 90_000 });
    expect((await scan(['-r', byField, many])).out.split('\n').at(-2)).toBe(`150000: late: ${lines[4]}`);
  });

  test('numbers lines right over many batches, and those with several hits once', async () => {
    const long = file(
      'long.log',
      Array.from(
        { length: 40_000 },
        (_, i) => `${i % 97 === 5 ? `connection refused by 1234-x ${i}` : `calm ${i} ${'.'.repeat(i % 60)}`}\n`,
      ).join(''),
    );
    const { out } = await scan(['-r', rules, '--json', long]);
    const found = objects(out) as { line: number; text: string; rule: string }[];
    expect(found.length).toBe(2 * Math.ceil((40_000 - 5) / 97));
    for (const { line, text } of found) expect(text).toBe(`connection refused by 1234-x ${line - 1}`);
    expect(JSON.parse((await scan(['-r', rules, '-cj', long])).out)).toMatchObject({ lines: found.length / 2 });
  });

  test('tells captures and the place of the match as JSON, one object a line', async () => {
    const { out } = await scan(['-r', rules, '--json', log]);
    expect(objects(out)[0]).toEqual({
      line: 2,
      rule: 'refused',
      severity: 'error',
      text: 'connection refused by db-1',
      start: 0,
      end: 26,
      captures: { host: 'db-1' },
    });
    expect(objects(out).length).toBe(3);
  });

  test('gives JSON for invalid UTF-8, with one U+FFFD a byte', async () => {
    const bytes = Buffer.concat([
      Buffer.from([0xff, 0xe2, 0x82]),
      Buffer.from(' connection refused by \xff"\u0000\n', 'latin1'),
    ]);
    expect(objects((await scan(['-r', rules, '-j', file('broken.log', bytes)])).out)).toEqual([
      expect.objectContaining({
        text: '\ufffd\ufffd\ufffd connection refused by \ufffd"\u0000',
        start: 4,
        captures: { host: '\ufffd"\u0000' },
      }),
    ]);
  });

  test('counts hits by rule, and the lines that any of them hit', async () => {
    expect((await scan(['-r', rules, '-c', log])).out).toBe('2  refused\n1  number\n3  (lines with a hit)\n');
    const { out } = await scan(['-r', rules, '--count', '--json', log, log]);
    expect(JSON.parse(out)).toEqual({
      lines: 6,
      rules: [
        { rule: 'refused', hits: 4 },
        { rule: 'number', hits: 2 },
      ],
    });
  });

  test('reads standard input without a file or for a dash, and nothing more for a second dash', async () => {
    const input = 'x\nconnection refused by db-1\nconnection refused by db-2';
    const hits = '2: refused: connection refused by db-1\n3: refused: connection refused by db-2\n';
    expect(await scan(['-r', rules], { input })).toEqual({ code: 0, out: hits, err: '' });
    const twice = await scan(['-r', rules, '-', '-'], { input });
    expect(twice).toEqual({ code: 0, out: hits.replaceAll(/^/gm, '-:').slice(0, -2), err: '' });
  });

  test('puts lines together however they come', async () => {
    const captured = captureIo();
    const scanning = run(['scan', '-r', rules], captured.io, [SCAN]);
    for (const char of 'x\nconnection refused by db-1\nconnection ref') captured.stdin.write(char);
    captured.stdin.end('used by db-2\n');
    expect(await scanning).toBe(0);
    expect(captured.stdout().split('\n').length).toBe(3);
  });

  test('prints a hit from a pipe as soon as its line has come', async () => {
    const captured = captureIo();
    const scanning = run(['scan', '-r', rules], captured.io, [SCAN]);
    captured.stdin.write('connection refused by db-1\nand so');
    await captured.seen(/^1: refused: connection refused by db-1$/m);
    captured.stdin.end();
    expect(await scanning).toBe(0);
  });

  test('reads the same file twice when it is named twice, and an empty one without complaint', async () => {
    const { out } = await scan(['-r', rules, log, log]);
    expect(out.split('\n').length).toBe(7);
    expect(await scan(['-r', rules, file('empty.log', '')])).toEqual({ code: 1, out: '', err: '' });
  });

  test('unpacks gzip files by their name, and names the file when there are several', async () => {
    const packed = file('app.log.gz', gzipSync('connection refused by db-9\n'));
    const shouted = file('APP.LOG.GZ', gzipSync('connection refused by db-8\n'));
    const { out } = await scan(['-r', rules, packed, shouted, log]);
    expect(out.split('\n').slice(0, 2)).toEqual([
      `${packed}:1: refused: connection refused by db-9`,
      `${shouted}:1: refused: connection refused by db-8`,
    ]);
  });

  test('gives the hits of a gzip file that breaks off, then tells of it and ends with 2', async () => {
    const lines = Array.from({ length: 5_000 }, (_, i) => `${i} ${Math.sin(i)} connection refused by db\n`).join('');
    const whole = gzipSync(lines);
    const cut = file('cut.gz', whole.subarray(0, whole.length - 20_000));
    const { code, out, err } = await scan(['-r', rules, cut, '-j']);
    const last = objects(out).at(-1) as { line: number; text: string };
    expect([code, last.line > 1_000, lines.includes(last.text)]).toEqual([2, true, true]);
    expect(err).toBe(`tocsin scan: ${cut} breaks off in the middle of its gzip data\n`);
  });

  test('stops at the first hit with --quiet, which says nothing whatever else is asked for', async () => {
    for (const more of [[], ['-c'], ['-j'], ['-cj']]) {
      const captured = captureIo();
      const scanning = run(['scan', '-r', rules, '-q', ...more], captured.io, [SCAN]);
      captured.stdin.write('connection refused by db-1\n');
      // The input stays open: only who stops at the first hit comes to an end.
      expect([await scanning, captured.stdout(), captured.stderr()]).toEqual([0, '', '']);
    }
  });

  test('is called wrongly without rules, or with them twice', async () => {
    expect(await scan([log])).toMatchObject({ code: 2, err: 'tocsin scan: --rules FILE is missing\n' });
    expect(await scan(['-r', rules, '--rules', rules, log])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--rules is given twice'),
    });
  });

  test('says of a line for which there is no memory that it cannot be read on, and scans the other inputs', async () => {
    class Scarce extends Uint8Array<ArrayBuffer> {
      constructor(...given: [never]) {
        if (typeof given[0] === 'number' && given[0] > 16e6) throw new RangeError('Array buffer allocation failed');
        super(...given);
      }
    }
    const long = file('long.log', `1234-x\n${'y'.repeat(20e6)}\n`);
    vi.stubGlobal('WebAssembly', undefined);
    vi.stubGlobal('Uint8Array', Scarce);
    const { code, out, err } = await scan(['-r', rules, long, log, '-c']).finally(() => vi.unstubAllGlobals());
    expect([code, out]).toEqual([2, '2  refused\n2  number\n4  (lines with a hit)\n']);
    expect(err).toMatch(/^tocsin scan: .*long\.log cannot be read on\. There is no memory for \d+ bytes of text\.\n$/);
  });

  test('says once what of the rules it does not apply, but not with --quiet', async () => {
    const cooled = file(
      'cooled.yaml',
      'rules: [{name: a, pattern: well, cooldown_seconds: 9}, {name: b, pattern: x, streams: stderr}]',
    );
    const { code, out, err } = await scan(['-r', cooled, calm, calm, '-c']);
    expect([code, out]).toEqual([0, '2  a\n0  b\n2  (lines with a hit)\n']);
    expect(err).toBe(
      `tocsin scan: ${cooled}: a scan shows every line to every rule and tells every hit; it does not apply cooldown_seconds, streams\n`,
    );
    expect((await scan(['-r', cooled, calm, '-q'])).err).toBe('');
  });
});

describe('the code of a scan', () => {
  test.each([
    ['ends with 0 when something hit', [log], 0],
    ['ends with 1 when nothing hit', [calm], 1],
    ['ends with 2 after an error, although something hit', [log, gone], 2],
    ['ends with 2 after an error before the hit', [gone, log], 2],
    ['ends with 2 after an error when nothing hit', [calm, gone], 2],
    ['ends with 0 when something hit, with --quiet after an error too', ['-q', gone, log], 0],
    ['ends with 0 with --quiet without seeing the error behind the hit', ['-q', log, gone], 0],
    ['ends with 2 with --quiet after an error when nothing hit', ['-q', gone, calm], 2],
    ['ends with 1 with --quiet when nothing hit', ['-q', calm], 1],
    ['ends with 2 with --count after an error', ['-c', gone, log], 2],
    ['ends with 1 with --count when nothing hit', ['-c', calm], 1],
  ] as const)('%s', async (_, args, code) => {
    const told = await scan(['-r', rules, ...args]);
    expect(told.code).toBe(code);
    const fails = args.indexOf(gone as never);
    const isReached = fails >= 0 && !(args[0] === '-q' && args.indexOf(log as never) === 1);
    expect(told.err).toBe(isReached ? `tocsin scan: ${gone} is not there\n` : '');
  });

  test('is 2 for a folder, in one sentence', async () => {
    mkdirSync(path.join(folder, 'logs'), { recursive: true });
    const { code, err } = await scan(['-r', rules, path.join(folder, 'logs'), log]);
    expect([code, err]).toEqual([2, `tocsin scan: ${path.join(folder, 'logs')} is a folder\n`]);
  });

  test('is 2 when the output cannot be written, in one sentence, and 0 when its reader has seen enough', async () => {
    for (const [code, expected] of [
      ['ENOSPC', [2, 'tocsin scan: standard output could not be written: no room\n']],
      ['EPIPE', [0, '']],
    ] as const) {
      const captured = captureIo();
      captured.stdin.write('connection refused by db\n');
      const stdout = {
        write: (_: string, written?: (error: Error) => void) =>
          written?.(Object.assign(new Error('no room'), { code })),
      };
      expect([await run(['scan', '-r', rules], { ...captured.io, stdout }, [SCAN]), captured.stderr()]).toEqual(
        expected,
      );
    }
  });
});

describe('a scan that is asked to stop', () => {
  test('prints what was counted so far, even while it waits for input', async () => {
    const captured = captureIo();
    const scanning = run(['scan', '-r', rules, '-c'], captured.io, [SCAN]);
    captured.stdin.write('connection refused by db-1\nconnection refused');
    await expect.poll(() => captured.stdin.readableLength).toBe(0);
    setImmediate(() => captured.stop('SIGINT'));
    expect(await scanning).toBe(130);
    expect(captured.stdout()).toBe('1  refused\n0  number\n1  (lines with a hit)\n');
    expect(captured.stderr()).toBe('tocsin scan: stopped (SIGINT) after 45 bytes; 1 line with a hit so far\n');
  });

  test('says how far it came without --count too, and takes no half line for a line', async () => {
    const captured = captureIo();
    const scanning = run(['scan', '-r', file('end.yaml', ruleFileOf('ref$', 'by'))], captured.io, [SCAN]);
    captured.stdin.write('refused by db-1\nconnection ref');
    await captured.seen(/r2: refused by db-1/);
    // It waits for more by then.
    await new Promise((resolve) => setImmediate(resolve));
    captured.stop('SIGTERM');
    expect(await scanning).toBe(143);
    expect(captured.stdout()).toBe('1: r2: refused by db-1\n');
    expect(captured.stderr()).toBe('tocsin scan: stopped (SIGTERM) after 30 bytes; 1 line with a hit so far\n');
  });

  test('says nothing with --quiet: the code tells', async () => {
    const captured = captureIo();
    const scanning = run(['scan', '-r', rules, '-q'], captured.io, [SCAN]);
    setImmediate(() => captured.stop('SIGHUP'));
    expect([await scanning, captured.stdout(), captured.stderr()]).toEqual([129, '', '']);
  });

  test('does not wait for a reader that takes nothing', async () => {
    const captured = captureIo();
    captured.stdin.write('connection refused by db\n');
    const stdout = { write: () => setImmediate(() => captured.stop('SIGINT')) };
    expect(await run(['scan', '-r', rules], { ...captured.io, stdout }, [SCAN])).toBe(130);
  });
});

describe('a scan on a terminal', () => {
  test('marks the match and colours the rule by its severity', async () => {
    const severities = file(
      'severities.yaml',
      `rules:\n${['info', 'warn', 'error', 'critical'].map((name) => `  - {name: ${name}, pattern: '${name}(\\d)', severity: ${name}}\n`).join('')}`,
    );
    const { out } = await scan(['-r', severities], { input: 'an info1\na warn2!\nerror3\ncritical4', terminal: true });
    expect(out.split('\n')).toEqual([
      '\u001b[2m1:\u001b[0m \u001b[36minfo\u001b[0m an \u001b[1;31minfo1\u001b[0m',
      '\u001b[2m2:\u001b[0m \u001b[33mwarn\u001b[0m a \u001b[1;31mwarn2\u001b[0m!',
      '\u001b[2m3:\u001b[0m \u001b[31merror\u001b[0m \u001b[1;31merror3\u001b[0m',
      '\u001b[2m4:\u001b[0m \u001b[1;35mcritical\u001b[0m \u001b[1;31mcritical4\u001b[0m',
      '',
    ]);
  });

  test.each([{ NO_COLOR: '1' }, { TERM: 'dumb' }])(
    'uses no colour with %j, and is not steered by the log either',
    async (env) => {
      const input = 'connection refused by \u001b[2Jdb\u202e\u009b\n';
      const { out } = await scan(['-r', rules], { input, terminal: true, env });
      expect(out).toBe('1: refused: connection refused by \ufffd[2Jdb\ufffd\ufffd\n');
      expect((await scan(['-r', rules], { input, terminal: true, env: { NO_COLOR: '' } })).out).toContain(
        '\u001b[1;31m',
      );
    },
  );

  test('is not steered by the log, whose bytes reach a pipe as they are', async () => {
    const input = 'connection refused by \u001b[2Jdb\tx\n';
    expect((await scan(['-r', rules], { input, terminal: true })).out).toContain('by \ufffd[2Jdb\u001b[0m\tx\n');
    expect((await scan(['-r', rules], { input })).out).toContain(input);
  });

  test('is not steered by the name of a file', async () => {
    const { out, err } = await scan(
      ['-r', rules, file('a\u001b[31m.log', 'connection refused by db\n'), '\u001b]0;x'],
      { terminal: true },
    );
    expect(out).toContain('a\ufffd[31m.log:1:');
    expect(err).toContain('\ufffd]0;x is not there');
  });
});

// What containers write arrives to the byte: long lines, lines without an end, bytes that are no text, terminals.
import path from 'node:path';
import { expect, test } from 'vitest';
import { lookAtLedger } from '../support/reading/ledger-verdict.ts';
import { lineDigest } from '../support/reading/line-digest.ts';
import { startReader } from '../support/reading/reader-for-test.ts';
import { type ContainerSpec, containerEnd } from '../support/real-engine/containers.ts';
import { dockerForSuite } from '../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../support/real-engine/host/requirements.ts';
import { runForTest } from '../support/real-engine/suite-containers.ts';
import { describeWith } from '../support/requirement.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const MOST = 1024 * 1024;
/** An engine parts what it is given here. */
const CHUNK = 16 * 1024;

const digest = (text: string | Buffer, truncated = false): string =>
  lineDigest(typeof text === 'string' ? Buffer.from(text, 'latin1') : text, truncated);

/** `say`, then what it leaves on each stream; where json-file has something else, that. */
const SAYINGS: readonly {
  readonly what: string;
  readonly ops: readonly string[];
  readonly stdout?: readonly string[];
  readonly stderr?: readonly string[];
  readonly json?: readonly string[];
}[] = [
  ...[CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 100_000, 1_000_000, MOST].map((length) => ({
    what: `a line of ${length} bytes`,
    ops: [`O:${length}:x`, 'o:\\n'],
    stdout: [digest('x'.repeat(length))],
  })),
  {
    what: 'a line of more than a MiB is cut there, and the next one is whole',
    ops: [`O:${MOST + 1}:y`, 'o:\\n', 'O:3000000:z', 'o:\\n', 'o:next\\n'],
    stdout: [digest('y'.repeat(MOST), true), digest('z'.repeat(MOST), true), digest('next')],
  },
  {
    what: 'long lines of both streams at once',
    ops: ['O:40000:a', 'e:short\\n', 'E:50000:b', 'O:40000:c', 'e:\\n', 'o:\\n', 'e:end\\n'],
    stdout: [digest('a'.repeat(40_000) + 'c'.repeat(40_000))],
    stderr: [digest('short'), digest('b'.repeat(50_000)), digest('end')],
  },
  {
    what: 'a character that is parted',
    ops: ['o:a', 'O:10000:\\xc3\\xa9', 'o:\\n'],
    stdout: [digest(Buffer.from(`a${'é'.repeat(10_000)}`))],
    // The driver itself makes two replacement characters of the two halves.
    json: [digest(Buffer.from(`a${'é'.repeat(CHUNK / 2 - 1)}\ufffd\ufffd${'é'.repeat(10_000 - CHUNK / 2)}`))],
  },
  {
    what: 'bytes that are no text',
    ops: ['o:a\\xff\\xfeb\\x00c\\n'],
    stdout: [digest('a\xff\xfeb\0c')],
    json: [digest(Buffer.from('a\ufffd\ufffdb\0c'))],
  },
  {
    what: 'empty lines, lines of Windows, colours and bars of progress',
    ops: ['o:\\n\\n', 'o:one\\r\\ntwo\\r\\r\\n', 'o:\\x1b[31mred\\x1b[0m\\n', 'o:10%\\r20%\\r100%\\n', 'o:  \\t \\n'],
    stdout: ['', '', 'one', 'two\r', '\x1b[31mred\x1b[0m', '10%\r20%\r100%', '  \t '].map((text) => digest(text)),
  },
];

describeWith(DOCKER, 'the bytes of a line', () => {
  const docker = dockerForSuite();

  /** Digests of what was read of a container, by stream. */
  async function readAll(spec: ContainerSpec): Promise<{ stdout: readonly string[]; stderr: readonly string[] }> {
    const { api, socket } = docker();
    const file = path.join(temporaryDirectory(), 'ledger.db');
    const reader = startReader({ url: `unix://${socket}`, file, keep: 'digests' });
    await reader.connected();
    const id = await runForTest(api, spec);
    await containerEnd(api, id);
    await reader.hasRead([id]);
    await reader.stop();
    const lines = await lookAtLedger(file, (ledger) => ledger.lines(id));
    expect(lines.filter(({ times }) => times > 1)).toEqual([]);
    const of = (stream: number) => lines.filter((line) => line.stream === stream).map(({ text }) => text);
    return { stdout: of(1), stderr: of(2) };
  }

  test.for(['json-file', 'local'])(
    'all kinds of lines arrive as they were written (%s)',
    { timeout: 60_000 },
    async (driver) => {
      const read = await readAll({ driver, command: ['say', ...SAYINGS.flatMap(({ ops }) => ops)] });
      const stdout = SAYINGS.flatMap(({ stdout = [], json = stdout }) => (driver === 'json-file' ? json : stdout));
      expect(read.stdout).toEqual(stdout);
      expect(read.stderr).toEqual(SAYINGS.flatMap(({ stderr = [] }) => stderr));
    },
  );

  test.for(['json-file', 'local'])(
    'a line that its container leaves without an end is a line, a long one too (%s)',
    async (driver) => {
      const short = await readAll({ driver, command: ['say', 'o:first\\nlast', 'e:over'] });
      expect(short).toEqual({ stdout: [digest('first'), digest('last')], stderr: [digest('over')] });
      const long = await readAll({ driver, command: ['say', 'O:100000:x', 'E:16384:y'] });
      expect(long).toEqual({ stdout: [digest('x'.repeat(100_000))], stderr: [digest('y'.repeat(CHUNK))] });
    },
  );

  test.for(['json-file', 'local'])('a terminal’s lines have no stamp in their middle (%s)', async (driver) => {
    const ops = [
      'O:20000:x',
      'o:\\n',
      'o:short\\n',
      `O:${CHUNK}:y`,
      'o:\\n',
      'e:both are one\\n',
      'o:10%\\r20%\\n',
      'o:\\n',
      'o:end',
    ];
    const { stdout, stderr } = await readAll({ driver, tty: true, command: ['say', ...ops] });
    const lines = ['x'.repeat(20_000), 'short', 'y'.repeat(CHUNK), 'both are one', '10%\r20%', '', 'end'];
    expect(stdout).toEqual(lines.map((text) => digest(text)));
    expect(stderr).toEqual([]);
  });
});

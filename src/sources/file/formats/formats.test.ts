import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BOTH_STREAMS, STDERR, TRUNCATED } from '../../../core/lines/line-batch.ts';
import { objectOf } from '../../../core/lines/objects/line-objects.ts';
import { LONGEST_LINE } from '../lines/chunk.ts';
import { FileBatch } from '../lines/file-batch.ts';
import { LineClock } from '../stamps/line-clock.ts';
import { criFormat } from './cri-format.ts';
import { dockerJsonFormat } from './docker-json-format.ts';
import type { LineFormat } from './line-format.ts';
import { ndjsonFormat } from './ndjson-format.ts';
import { plainFormat } from './plain-format.ts';

const NOW = Date.parse('2026-06-01T00:00:00Z');

interface Line {
  readonly text: string;
  readonly latin1: string;
  readonly offset: number;
  readonly seconds: number;
  readonly nanos: number;
  readonly stream: number;
  readonly mark: number;
}

/** Hands the file over up to each of these places, one after the other, and then to its end. */
function read(
  format: LineFormat,
  file: Buffer,
  { cuts = [] as readonly number[], wanted = BOTH_STREAMS } = {},
): Line[] {
  const [batch, clock, lines] = [new FileBatch(), new LineClock(), [] as Line[]];
  clock.arrived(NOW);
  let at = 0;
  for (const end of [...cuts.toSorted((a, b) => a - b), file.length]) {
    for (;;) {
      const isLast = end === file.length;
      format.take({ bytes: file, from: at, end, offset: at, isLast }, batch, { clock, wanted, generation: 7 });
      if (batch.behind === at) break;
      at = batch.behind;
      expect(Buffer.from(batch.bytes.subarray(0, batch.length)).filter((byte) => byte === 10)).toHaveLength(
        batch.count,
      );
      for (let line = 0; line < batch.count; line++) lines.push(lineOf(batch, line));
      if (at >= end) break;
    }
  }
  return lines;
}

const lineOf = (batch: FileBatch, line: number): Line => ({
  text: Buffer.from(batch.bytes.subarray(batch.starts[line], batch.ends[line])).toString(),
  latin1: Buffer.from(batch.bytes.subarray(batch.starts[line], batch.ends[line])).toString('latin1'),
  offset: batch.hashes[line * 2 + 1] ?? -1,
  seconds: batch.seconds[line] ?? 0,
  nanos: batch.nanos[line] ?? 0,
  stream: batch.streams[line] ?? 0,
  mark: batch.marks[line] ?? 0,
});

const texts = (lines: readonly Line[]): string[] => lines.map(({ text }) => text);
const json = (log: string, stream = 'stdout'): string =>
  `${JSON.stringify({ log, stream, time: '2026-01-31T12:00:00.5Z' })}\n`;

describe('a plain file', () => {
  test('is its lines, without what ends them, empty ones and what is no text among them', () => {
    const file = Buffer.from('one\r\n\n\0two\nthree');
    expect(texts(read(plainFormat, file))).toEqual(['one', '', '\0two', 'three']);
    expect(read(plainFormat, file).map(({ offset }) => offset)).toEqual([0, 5, 6, 11]);
  });

  test('has of a line that is longer than may be its beginning, to the last whole character', () => {
    const [long, ...others] = read(plainFormat, Buffer.from(`é${'x'.repeat(LONGEST_LINE - 3)}éé\nnext\n`));
    expect([Buffer.byteLength(long?.text ?? ''), long?.mark]).toEqual([LONGEST_LINE - 1, TRUNCATED]);
    expect(texts(others)).toEqual(['next']);
  });

  test('that nobody wants is passed over', () => {
    expect(read(plainFormat, Buffer.from('one\ntwo\n'), { wanted: { stdout: false, stderr: true } })).toEqual([]);
  });
});

describe('a file of Docker', () => {
  test('is what stands in its envelopes, with its stream and its time', () => {
    const lines = read(dockerJsonFormat(), Buffer.from(json('a "b" \\ é\t😀\n') + json('oops\r\n', 'stderr')));
    expect(texts(lines)).toEqual(['a "b" \\ é\t😀', 'oops']);
    expect(lines[1]).toMatchObject({ stream: STDERR, seconds: Date.parse('2026-01-31T12:00:00Z') / 1000 });
  });

  test('joins the parts of a line, which is one that begins where its first part does', () => {
    const lines = read(dockerJsonFormat(), Buffer.from(json('one ') + json('two ') + json('three\n') + json('next\n')));
    expect(lines.map(({ text, offset }) => [text, offset])).toEqual([
      ['one two three', 0],
      ['next', json('one ').length + json('two ').length + json('three\n').length],
    ]);
  });

  test('keeps a line that is no envelope', () => {
    expect(texts(read(dockerJsonFormat(), Buffer.from('{"log":\nplain\n{}\n')))).toEqual(['{"log":', 'plain', '{}']);
  });

  test('has only the stream that is wanted', () => {
    const file = Buffer.from(json('out\n') + json('err\n', 'stderr'));
    expect(texts(read(dockerJsonFormat(), file, { wanted: { stdout: false, stderr: true } }))).toEqual(['err']);
  });
});

test('a file of a node of Kubernetes is what stands behind its tags, its parts joined', () => {
  const at = '2026-01-31T12:00:00.123456789+01:00';
  const lines = read(criFormat(), Buffer.from(`${at} stdout P one \n${at} stdout F two\n${at} stderr F x  y\nplain\n`));
  expect(texts(lines)).toEqual(['one two', 'x  y', 'plain']);
  expect(lines[1]).toMatchObject({ stream: STDERR, seconds: Date.parse('2026-01-31T11:00:00Z') / 1000 });
});

test('of a line of JSON the member that is the message is what counts, and lines without one stay as they are', () => {
  const file = '{"time":"2026-01-31T12:00:00Z","n":{"msg":"no"},"msg":"a"}\n{"other":1}\nplain\n';
  const lines = read(ndjsonFormat('msg'), Buffer.from(file));
  expect(texts(lines)).toEqual(['a', '{"other":1}', 'plain']);
  expect(lines[0]?.seconds).toBe(Date.parse('2026-01-31T12:00:00Z') / 1000);
});

test.each([
  ['of a second', '1769860800.25', 0.25],
  ['of thousandths', '1769860800250', 0.25],
  ['of parts of thousandths', '1769860800250.5', 0.2505],
  ['of millionths', '1769860800250001', 0.250001],
  ['of thousand-millionths', '1769860800250001002', 0.250001002],
])('the time of a line of JSON may be a number %s since 1970', (_, number, fraction) => {
  const next = number.replace('1769860800', '1769860801');
  const file = `{"ts":${number},"msg":"a"}\n{"msg":"b","time":12}\nno JSON\n{"msg":"c","time" : ${next} }\n`;
  const lines = read(ndjsonFormat('msg'), Buffer.from(file));
  expect(texts(lines)).toEqual(['a', 'b', 'no JSON', 'c']);
  const at = Date.parse('2026-01-31T12:00:00Z') / 1000;
  expect(lines.map(({ seconds }) => seconds)).toEqual([at, at, at, at + 1]);
  expect(lines.map(({ nanos }) => nanos)).toEqual(Array(4).fill(Math.round(fraction * 1e9)));
});

test.each(['12', '0769860800', '17698608001', '"x"', 'null', '1769860800x', '1769860800123456789012'])(
  'what is no time is none of a line of JSON: %s',
  (value) => {
    const lines = read(ndjsonFormat('msg'), Buffer.from(`{"ts":${value},"msg":"a"}\n{"msg":1}\n1769860800\n`));
    expect(texts(lines)).toEqual(['a', '{"msg":1}', '1769860800']);
    expect(lines.map(({ seconds }) => seconds)).toEqual([NOW / 1000, NOW / 1000, NOW / 1000]);
  },
);

describe('the object of which a line of JSON is the message', () => {
  const objects = (file: Buffer, format = ndjsonFormat('msg')): (string | undefined)[] => {
    const [batch, clock] = [new FileBatch(), new LineClock()];
    const chunk = { bytes: file, from: 2, end: file.length, offset: 2, isLast: true };
    format.take(chunk, batch, { clock, wanted: BOTH_STREAMS, generation: 1 });
    return Array.from({ length: batch.count }, (_, line) => objectOf(batch, line)?.toString());
  };

  test('goes with it as it stands in the file, and a line that is none has none', () => {
    const file = 'x\n {"msg":"a\\nb","n":1}\r\n{"n":2}\nplain {\n\n{"n":3,"msg":"c"}\n{"msg":"half';
    expect(objects(Buffer.from(file))).toEqual([
      ...[' {"msg":"a\\nb","n":1}', undefined, undefined, undefined, '{"n":3,"msg":"c"}', undefined],
    ]);
    expect(objects(Buffer.from(file), criFormat())).toEqual(Array(6).fill(undefined));
  });

  test('is said of no lines but those of JSON', () => {
    const [batch, clock] = [new FileBatch(), new LineClock()];
    const bytes = Buffer.from('{"message":"a"}\n');
    const said = [ndjsonFormat('message'), plainFormat, ndjsonFormat('message'), dockerJsonFormat()].map((format) => {
      const chunk = { bytes, from: 0, end: bytes.length, offset: 0, isLast: true };
      format.take(chunk, batch, { clock, wanted: BOTH_STREAMS, generation: 1 });
      return batch.objects !== undefined;
    });
    expect(said).toEqual([true, false, true, false]);
  });

  test('has nothing that is taken for a line feed within', () => {
    expect(objects(Buffer.from('x\n{"msg":"a\xff"}\n', 'latin1'))).toEqual(['{"msg":"a\ufffd"}']);
    const file = Buffer.from('x\n{"msg":"a","b":"\xff"}\n', 'latin1');
    const [batch, clock] = [new FileBatch(), new LineClock()];
    const chunk = { bytes: file, from: 2, end: file.length, offset: 2, isLast: true };
    ndjsonFormat('msg').take(chunk, batch, { clock, wanted: BOTH_STREAMS, generation: 1 });
    expect(objectOf(batch, 0)?.includes(0xff)).toBe(false);
  });

  test('is left alone where it is longer than a line may be', () => {
    const long = (length: number) => `{"msg":"a","b":"${'x'.repeat(length - 18)}"}`;
    const file = Buffer.from(`x\n${long(1024 * 1024)}\n${long(1024 * 1024 + 1)}\n`);
    expect(objects(file).map((object) => object?.length)).toEqual([1024 * 1024, undefined]);
  });
});

describe('a message of several lines', () => {
  const messages = (file: Buffer): string[] =>
    read(ndjsonFormat('msg'), file).map(({ latin1 }) => latin1.replaceAll('\xff', '|'));

  test('is one line with line feeds within, and none at its end', () => {
    const words = ['E: x\r\n\tat a\n\n\tat b\r\n\n', '\n', 'calm', 'a\rb\n'];
    const file = words.map((msg) => `${JSON.stringify({ msg })}\n`).join('');
    expect(messages(Buffer.from(`${file}{"msg":"\\u000aa"}\n`))).toEqual([
      'E: x|\tat a||\tat b',
      '',
      'calm',
      'a\rb',
      '|a',
    ]);
  });

  test('is told from the byte that stands for them, in a message and in a line without one', () => {
    const file = Buffer.from('{"msg":"a\xffb\\nc"}\nplain\xff\n', 'latin1');
    expect(messages(file)).toEqual(['a\xfeb|c', 'plain\xfe']);
    expect(file.includes(0xff)).toBe(true);
  });

  test('is said of no lines but those of JSON', () => {
    const [batch, clock] = [new FileBatch(), new LineClock()];
    const bytes = Buffer.from('{"message":"a\\nb"}\n');
    const formats = [ndjsonFormat('message'), plainFormat, ndjsonFormat('message'), dockerJsonFormat(), criFormat()];
    const said = formats.map((format) => {
      const chunk = { bytes, from: 0, end: bytes.length, offset: 0, isLast: true };
      format.take(chunk, batch, { clock, wanted: BOTH_STREAMS, generation: 1 });
      return batch.isJoined;
    });
    expect(said).toEqual([true, false, true, false, false]);
  });
});

describe('however its bytes are cut', () => {
  const piece = fc.constantFrom(
    'a',
    '\n',
    '\r\n',
    'é',
    '\0',
    json('x\n'),
    json('part'),
    '2026-01-01T00:00:00Z stdout P p\n',
    '{',
  );
  test.each([
    ['a plain file', plainFormat],
    ['a file of Docker', dockerJsonFormat()],
    ['a file of Kubernetes', criFormat()],
    ['a file of JSON', ndjsonFormat('log')],
  ])('%s has the same lines', (_, format) => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.array(fc.nat(400), { maxLength: 5 }), (pieces, cuts) => {
        const file = Buffer.from(pieces.join(''));
        const within = cuts.filter((cut) => cut <= file.length);
        expect(read(format, file, { cuts: within })).toEqual(read(format, file));
      }),
      { numRuns: 300 },
    );
  });
});

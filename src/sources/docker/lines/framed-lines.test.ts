import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CollectedLines, pushCut } from '../../../../test/support/docker-lines/collected-lines.ts';
import {
  asJsonFileKeeps,
  type Driver,
  type EngineRecord,
  frame,
  framed,
  recordsOf,
  type WrittenLine,
  wholeStamp,
} from '../../../../test/support/docker-lines/engine-records.ts';
import { FramedLines } from './framed-lines.ts';
import type { Joining } from './line-assembler.ts';
import type { RawLine } from './raw-line.ts';
import { StampReader } from './stamps/stamp-reader.ts';

const STAMP = '2026-11-21T03:29:01.381447848Z';
const AT = { seconds: Date.UTC(2026, 10, 21, 3, 29, 1) / 1000, nanos: 381_447_848 };
const later = (nanos: number) => ({ seconds: AT.seconds, nanos: AT.nanos + nanos });

function reading(joining: Joining = 'stamp') {
  const taker = new CollectedLines();
  return { taker, reader: new FramedLines({ taker, stamps: new StampReader(), joining }) };
}

function linesOf(bytes: Uint8Array, joining: Joining = 'stamp', cuts: readonly number[] = []) {
  const { taker, reader } = reading(joining);
  pushCut(reader, bytes, cuts);
  reader.flush();
  return taker;
}

const record = (text: string | Uint8Array, { stream = 1, stamp = AT } = {}): EngineRecord => ({
  stream,
  stamp,
  text: Buffer.from(text),
});
const framesOf = (...records: EngineRecord[]) => Buffer.concat(records.map((each) => framed(each)));
const x = (count: number) => 'x'.repeat(count);

describe('a record', () => {
  test.each([
    ['text', `${STAMP} hello\n`, 'hello'],
    ['an empty line', `${STAMP} \n`, ''],
    ['a stamp alone, with its space', `${STAMP} `, ''],
    ['a stamp alone, without it', STAMP, ''],
    ['a stamp and a line feed, without it', `${STAMP}\n`, ''],
    ['text without a line feed, as before an exit', `${STAMP} half`, 'half'],
    ['one carriage return too many', `${STAMP} windows\r\n`, 'windows'],
    ['two carriage returns too many', `${STAMP} windows\r\r\n`, 'windows\r'],
    ['a progress bar', `${STAMP} 10%\r20%\r30%\n`, '10%\r20%\r30%'],
    ['colours', `${STAMP} \u001b[31mred\u001b[0m\n`, '\u001b[31mred\u001b[0m'],
    ['zero bytes', `${STAMP} a\0b\n`, 'a\0b'],
    ['leading spaces', `${STAMP}   indented\n`, '  indented'],
    ['a stamp of its own', `${STAMP} ${STAMP} hello\n`, `${STAMP} hello`],
  ])('of %s is one line', (_name, payload, text) => {
    const { lines, faults } = linesOf(frame(1, payload));
    expect(lines).toMatchObject([{ text, stream: 1, truncated: false, ...AT }]);
    expect(faults).toEqual([]);
  });

  test('of bytes that are no UTF-8 keeps them', () => {
    expect(linesOf(framesOf(record(Buffer.from('ab\xff\xc3\n', 'latin1')))).texts).toEqual(['ab\xff\xc3']);
  });

  test.each([
    [0, 1],
    [1, 1],
    [2, 2],
  ])('of stream %i is a line of stream %i', (stream, expected) => {
    expect(linesOf(framesOf(record('a\n', { stream }))).lines).toMatchObject([{ stream: expected }]);
  });

  test('of several lines is several, each with the stamp and an identity of its own', () => {
    const { lines } = linesOf(framesOf(record('same\nsame\n\nsame\r\nend'), record('same\n', { stamp: later(1) })));
    expect(lines.map(({ text }) => text)).toEqual(['same', 'same', '', 'same', 'end', 'same']);
    expect(lines.map(({ nanos }) => nanos - AT.nanos)).toEqual([0, 0, 0, 0, 0, 1]);
    expect(new Set(lines.slice(0, 5).map(({ hash }) => hash)).size).toBe(5);
    expect(lines[5]?.hash).toBe(lines[0]?.hash);
  });

  test('of a hundred thousand bytes and several lines has the same lines, wherever it is cut', () => {
    const some = fc.array(fc.constantFrom('', 'same', '\r', 'a'.repeat(7_000), 'b'.repeat(40_000)), { maxLength: 12 });
    fc.assert(
      fc.property(some, fc.array(fc.nat(400_000), { maxLength: 12 }), (lines, cuts) => {
        const text = [...lines, 'c'.repeat(70_000), 'same', 'end'].join('\n');
        const bytes = framesOf(
          record(x(16_384)),
          record(text),
          record('same\n', { stamp: later(1) }),
          record('last\n'),
        );
        const ends = cuts.map((cut) => cut % bytes.length).toSorted((a, b) => a - b);
        const [whole, cut] = [reading(), reading()];
        whole.reader.push(bytes, 0, bytes.length);
        pushCut(cut.reader, bytes, ends);
        expect(cut.taker.lines).toEqual(whole.taker.lines);
        expect(cut.reader.records).toBe(4);
      }),
    );
  });

  test('of the engine that is as long tells the same sentence, wherever it is cut', () => {
    const bytes = Buffer.concat([frame(3, 'word '.repeat(20_000)), framesOf(record('line\n'))]);
    for (const cuts of [[], [20, 3_000], [8_300, 8_400, 90_000]]) {
      const { taker, reader } = reading();
      pushCut(reader, bytes, cuts);
      expect([taker.engineErrors.map(({ length }) => length), taker.texts]).toEqual([[4_096], ['line']]);
    }
  });

  test('is counted, the pieces of a long line each', () => {
    const { taker, reader } = reading();
    const bytes = framesOf(record(x(16_384)), record(x(16_384), { stream: 2 }), record('end\n'), record('a\nb\n'));
    reader.push(bytes, 0, bytes.length);
    expect(reader.records).toBe(4);
    expect(taker.texts).toHaveLength(3);
  });
});

describe('a record without a stamp', () => {
  test.each([
    ['text\n'],
    [''],
    ['\n'],
    ['2026-11-21 03:29:01 hello\n'],
    ['2026-11-21T03:29:01.381447848Zhello\n'],
    ['2026-11-21T03:29:01 hello\n'],
  ])('ends the stream with a reason, and none of it is taken for a line: %j', (payload) => {
    const bytes = Buffer.concat([framesOf(record('before\n')), frame(2, payload), framesOf(record('behind\n'))]);
    const { texts, faults } = linesOf(bytes);
    expect(texts).toEqual(['before']);
    expect(faults).toEqual(['A frame of stderr has no stamp.']);
  });
});

describe('a sentence of the engine', () => {
  test.each([
    ['Error grabbing logs: no such file or directory\n'],
    [`${STAMP} Error grabbing logs: no such file or directory`],
  ])('is told as it is, and lines go on: %j', (payload) => {
    const { engineErrors, texts } = linesOf(Buffer.concat([frame(3, payload), framesOf(record('line\n'))]));
    expect(engineErrors).toEqual(['Error grabbing logs: no such file or directory']);
    expect(texts).toEqual(['line']);
  });

  test('steers no terminal, and turns no writing round', () => {
    const { engineErrors } = linesOf(
      frame(3, 'Error \x1b]0;title\x07grabbing\n\tlogs:\u202e no \x9bsuch\0 file\u2066'),
    );
    expect(engineErrors).toEqual(['Error ]0;title grabbing logs: no such file']);
  });

  test('is no record, ends no line, and is told to a certain length only', () => {
    const { taker, reader } = reading();
    const bytes = Buffer.concat([framesOf(record(x(16_384))), frame(3, x(100_000)), framesOf(record('end\n'))]);
    reader.push(bytes, 0, bytes.length);
    expect(taker.engineErrors).toEqual([x(4096)]);
    expect(taker.texts).toEqual([`${x(16_384)}end`]);
    expect(reader.records).toBe(2);
  });
});

const DRIVERS = ['json-file', 'local', 'local-20'] as const;

describe.each(DRIVERS)('what a container wrote comes back from %s', (driver) => {
  const seen = (text: Uint8Array) =>
    Buffer.concat(
      recordsOf({ stream: 1, text, stamp: AT, terminated: false }, driver).map((each) => each.text),
    ).toString('latin1');

  test.each([0, 1, 607, 16_383, 16_384, 16_385, 32_767, 32_768, 32_769, 100_000, 1_000_000])(
    'in a line of %i bytes, between others and with the other stream in its middle',
    (length) => {
      const long: WrittenLine = { stream: 1, text: Buffer.from(x(length)), stamp: AT, terminated: true };
      const next: WrittenLine = { ...long, text: Buffer.from('next'), stamp: later(1) };
      const other: WrittenLine = { ...long, stream: 2, text: Buffer.from('other'), stamp: later(2) };
      const records = recordsOf(long, driver).flatMap((each) => [each, ...recordsOf(other, driver)]);
      const bytes = framesOf(...records, ...recordsOf(next, driver));
      const stdout = linesOf(bytes).lines.filter(({ stream }) => stream === 1);
      expect(stdout.map(({ text }) => text)).toEqual([x(length), 'next']);
      expect(stdout.map(({ truncated }) => truncated)).toEqual([false, false]);
    },
  );

  test('in a character that a cut divides, as the driver has kept it', () => {
    const text = Buffer.from(`${x(16_383)}ß${x(16_382)}€`);
    const [line] = linesOf(framesOf(...recordsOf({ stream: 2, text, stamp: AT, terminated: true }, driver))).texts;
    expect(line).toBe(seen(text));
    expect(line === text.toString('latin1')).toBe(driver !== 'json-file');
  });

  test('in lines of any length on both streams, whatever the pieces of the stream', () => {
    fc.assert(
      fc.property(
        writtenLines,
        fc.array(fc.nat(1 << 17), { maxLength: 30 }),
        fc.infiniteStream(fc.boolean()),
        (written, cuts, coin) => {
          const bytes = framesOf(...interleaved(written, driver, coin));
          const taker = linesOf(
            bytes,
            'stamp',
            cuts.sort((a, b) => a - b),
          );
          for (const stream of [1, 2] as const) {
            expect(taker.lines.filter((line) => line.stream === stream)).toMatchObject(
              written
                .filter((line) => line.stream === stream && (line.terminated || line.text.length > 0))
                .map(({ text, stamp }) => ({ text: seen(text).replace(/\r$/, ''), ...stamp })),
            );
          }
          expect(taker.faults).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

const lengths = fc.oneof(
  fc.nat(60),
  fc.nat(3).map((n) => n * 16_384),
  fc.tuple(fc.nat(3), fc.integer({ min: -3, max: 3 })).map(([n, d]) => Math.max(0, n * 16_384 + d)),
);
const texts = fc
  .tuple(lengths, fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.constantFrom('', '\r'))
  .map(([length, pattern, tail]) => {
    const body = Buffer.alloc(length, Buffer.from(pattern.map((byte) => (byte === 0x0a ? 0x0b : byte))));
    return Buffer.concat([body, Buffer.from(tail)]);
  });
const writtenLines: fc.Arbitrary<WrittenLine[]> = fc
  .array(fc.record({ stream: fc.constantFrom(1 as const, 2 as const), text: texts, terminated: fc.boolean() }), {
    maxLength: 8,
  })
  .map((lines) => lines.map((line, n) => ({ ...line, stamp: later(n) })));

/** The records of each stream in order, those of the two streams mixed. */
function interleaved(written: readonly WrittenLine[], driver: Driver, coin: Iterator<boolean>): EngineRecord[] {
  const of = (stream: number) =>
    written.filter((line) => line.stream === stream).flatMap((line) => recordsOf(line, driver));
  const [stdout, stderr] = [of(1), of(2)];
  const mixed: EngineRecord[] = [];
  while (stdout.length > 0 || stderr.length > 0) {
    const next = (coin.next().value ? stdout.shift() : stderr.shift()) ?? stdout.shift() ?? stderr.shift();
    if (next) mixed.push(next);
  }
  return mixed;
}

describe('a long line', () => {
  test('that ends in a line feed of its own is one line', () => {
    expect(linesOf(framesOf(record(x(16_384)), record('\n'), record('next\n', { stamp: later(1) }))).texts).toEqual([
      x(16_384),
      'next',
    ]);
  });

  test('whose last piece has no line feed is over with that piece', () => {
    const { taker, reader } = reading();
    const bytes = framesOf(record(x(16_384)), record(x(607)));
    reader.push(bytes, 0, bytes.length);
    expect(taker.texts).toEqual([x(16_991)]);
    expect(reader.openSince()).toBeUndefined();
  });

  test('of whole pieces alone is over when another begins on its stream', () => {
    expect(linesOf(framesOf(record(x(16_384)), record('next\n', { stamp: later(1) }))).texts).toEqual([
      x(16_384),
      'next',
    ]);
  });

  test('is not continued by a piece of another second whose fraction is the same', () => {
    const other = { ...AT, seconds: AT.seconds + 1 };
    const { lines } = linesOf(
      framesOf(record(x(16_384)), record(x(16_384), { stamp: other }), record('\n', { stamp: other })),
    );
    expect(lines).toMatchObject([
      { text: x(16_384), ...AT },
      { text: x(16_384), ...other },
    ]);
  });

  test('ends with its carriage return taken off, though a cut divides it from its line feed', () => {
    expect(linesOf(framesOf(record(`${x(16_383)}\r`), record('\n'))).texts).toEqual([x(16_383)]);
  });

  test('of equal bytes has one hash, whatever the pieces', () => {
    const [once, twice] = [
      linesOf(framesOf(record(`${x(20_000)}\n`))),
      linesOf(framesOf(record(x(16_384)), record(`${x(3616)}\n`))),
    ];
    expect(once.lines).toEqual(twice.lines);
  });

  test('holds the position back until it has ended', () => {
    const { reader } = reading();
    const push = (...records: EngineRecord[]) => {
      const bytes = framesOf(...records);
      reader.push(bytes, 0, bytes.length);
    };
    push(record('a\n'));
    expect(reader.openSince()).toBeUndefined();
    push(record(x(16_384), { stream: 2, stamp: later(5) }), record(x(16_384), { stamp: later(7) }));
    expect(reader.openSince()).toEqual(later(5));
    push(record('\n', { stream: 2, stamp: later(5) }));
    expect(reader.openSince()).toEqual(later(7));
    reader.flush();
    expect(reader.openSince()).toBeUndefined();
  });

  test('is handed over at the end of the stream, the earlier one first, and not when the stream breaks off', () => {
    const bytes = framesOf(record(x(16_384), { stamp: later(2) }), record(x(16_385), { stream: 2 }));
    expect(linesOf(bytes).lines).toMatchObject([
      { stream: 2, text: x(16_385) },
      { stream: 1, text: x(16_384) },
    ]);
    const { taker, reader } = reading();
    reader.push(bytes, 0, bytes.length);
    reader.discard();
    reader.flush();
    expect(taker.lines).toEqual([]);
    expect(reader.openSince()).toBeUndefined();
  });
});

describe('a line that is too long', () => {
  const MiB = 1024 * 1024;
  const written = (text: Uint8Array): WrittenLine => ({ stream: 1, text, stamp: AT, terminated: true });
  const next = framed(record('next\n', { stamp: later(1) }));
  const cutOf = (text: Uint8Array, driver: Driver = 'json-file') =>
    linesOf(Buffer.concat([framesOf(...recordsOf(written(text), driver)), next])).lines;

  test.each([
    [MiB - 1, MiB - 1, false],
    [MiB, MiB, false],
    [MiB + 1, MiB, true],
    [MiB + 2, MiB, true],
    [3 * MiB + 17, MiB, true],
  ])('of %i bytes is kept to %i, and what follows is not touched', (length, kept, truncated) => {
    for (const driver of DRIVERS) {
      const lines = cutOf(Buffer.from(x(length)), driver);
      expect(lines).toMatchObject([
        { truncated, ...AT },
        { text: 'next', truncated: false },
      ]);
      expect(lines[0]?.text).toHaveLength(kept);
    }
  });

  test('does not count its carriage return', () => {
    expect(cutOf(Buffer.from(`${x(MiB)}\r`))).toMatchObject([{ truncated: false }, { text: 'next' }]);
    expect(cutOf(Buffer.from(`${x(MiB)}\r\r`))).toMatchObject([{ truncated: true }, { text: 'next' }]);
  });

  test.each([
    ['ß', 1],
    ['€', 2],
    ['😀', 3],
    ['😀', 1],
  ])('is cut before the character %s, of which only %i bytes are left', (character, left) => {
    const [line] = cutOf(Buffer.from(`${x(MiB - left)}${character}${x(100)}`), 'local');
    expect(line?.text).toBe(x(MiB - left));
  });

  test('is cut behind a character that just fits, and anywhere in what is no UTF-8', () => {
    expect(cutOf(Buffer.from(`${x(MiB - 3)}€${x(100)}`), 'local')[0]?.text).toHaveLength(MiB);
    expect(cutOf(new Uint8Array(MiB + 100).fill(0x80), 'local')[0]?.text).toHaveLength(MiB);
  });

  test('is handed over as soon as that is known, once, whatever the pieces of the stream', () => {
    const { taker, reader } = reading();
    const records = recordsOf(written(Buffer.from(x(2 * MiB))), 'json-file');
    const first = framesOf(...records.slice(0, 65));
    for (let at = 0; at < first.length; at += 5000) reader.push(first, at, Math.min(at + 5000, first.length));
    expect(taker.lines).toMatchObject([{ truncated: true }]);
    expect(reader.openSince()).toEqual(AT);
    reader.flush();
    expect(reader.openSince()).toEqual(AT);
    const rest = Buffer.concat([framesOf(...records.slice(65)), next]);
    reader.push(rest, 0, rest.length);
    expect(taker.texts.slice(1)).toEqual(['next']);
    expect(taker.lines[0]).toEqual(cutOf(Buffer.from(x(2 * MiB)))[0]);
  });

  test('in one frame is cut in the same way', () => {
    expect(linesOf(framesOf(record(`${x(2 * MiB)}\nnext\n`))).lines).toMatchObject([
      { truncated: true, text: x(MiB) },
      { text: 'next' },
    ]);
  });
});

describe('an engine whose stamps have whole seconds', () => {
  const piece = (text: string, seconds = 0, stream = 1): Buffer =>
    framed(record(text, { stream, stamp: { seconds: AT.seconds + seconds, nanos: 0 } }), wholeStamp);

  test('continues a line until its line feed, whatever the stamps', () => {
    const bytes = Buffer.concat([
      piece(x(8213)),
      piece(x(4117), 1),
      piece('err\n', 1, 2),
      piece(x(7733), 1),
      piece('\n', 2),
      piece('next\n', 2),
    ]);
    const { lines } = linesOf(bytes, 'newline');
    expect(lines.map(({ stream, text, seconds }) => [stream, text.length, seconds - AT.seconds])).toEqual([
      [2, 3, 1],
      [1, 8213 + 4117 + 7733, 0],
      [1, 4, 2],
    ]);
  });

  test('hands over equal lines of one second as they are', () => {
    const { lines } = linesOf(Buffer.concat([piece('same\n'), piece('same\n')]), 'newline');
    expect(lines[0]).toEqual(lines[1]);
  });

  test('has its half line handed over at the end only', () => {
    const { taker, reader } = reading('newline');
    const bytes = piece('half');
    reader.push(bytes, 0, bytes.length);
    expect(taker.lines).toEqual([]);
    expect(reader.openSince()).toEqual({ seconds: AT.seconds, nanos: 0 });
    reader.flush();
    expect(taker.texts).toEqual(['half']);
  });
});

test('a reader that waits for the next line holds no bytes of the one before', () => {
  const lines: RawLine[] = [];
  const taker = {
    line: (line: RawLine) => lines.push(line),
    engineError: expect.unreachable,
    protocolError: expect.unreachable,
  };
  const reader = new FramedLines({ taker, stamps: new StampReader(), joining: 'stamp' });
  pushCut(
    reader,
    framesOf(record('short\n'), record(x(16_384), { stamp: later(1) }), record('\n', { stamp: later(1) })),
    [5, 20],
  );
  expect(lines.map(({ bytes }) => bytes.length)).toEqual([0, 0]);
});

test('one stamp reader serves many streams at once', () => {
  const stamps = new StampReader();
  const readers = [0, 1, 2].map(() => {
    const taker = new CollectedLines();
    return { taker, reader: new FramedLines({ taker, stamps, joining: 'stamp' }) };
  });
  for (const [n, { reader }] of readers.entries()) {
    const bytes = framesOf(record(x(16_384), { stamp: { seconds: AT.seconds - n, nanos: n } }));
    reader.push(bytes, 0, bytes.length);
  }
  for (const { reader } of readers) reader.flush();
  expect(readers.map(({ taker }) => taker.lines[0])).toMatchObject(
    [0, 1, 2].map((n) => ({ seconds: AT.seconds - n, nanos: n })),
  );
});

test('a frame that has begun is forgotten when what is left will come again', () => {
  const { taker, reader } = reading();
  const bytes = framesOf(record('again\n'));
  reader.push(bytes, 0, bytes.length - 3);
  reader.discard();
  reader.push(bytes, 0, bytes.length);
  expect([taker.texts, taker.faults]).toEqual([['again'], []]);
});

test('a stream that ends within a frame says so and hands over nothing of it', () => {
  const bytes = framesOf(record(x(16_384)), record('end\n')).subarray(0, -2);
  const { lines, faults } = linesOf(bytes);
  expect(lines).toEqual([]);
  expect(faults).toEqual([expect.stringMatching(/^The stream ended within a frame, \d+ bytes/)]);
});

test('no bytes whatever make it fail or hand over more lines than came', () => {
  const payload = fc.oneof(
    fc.uint8Array({ maxLength: 50 }),
    fc.uint8Array({ maxLength: 50 }).map((text) => Buffer.concat([Buffer.from(`${STAMP} `), text])),
    fc.constantFrom('2026-11-21T03:29:01', `${STAMP} \n\n\n`, `${STAMP.slice(0, 20)}`),
  );
  const part = fc.oneof(
    fc.tuple(fc.nat(4), payload).map(([stream, bytes]) => frame(stream, bytes)),
    fc.uint8Array({ maxLength: 12 }),
  );
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 20 }),
      fc.array(fc.nat(500)),
      fc.constantFrom('stamp' as const, 'newline' as const),
      (parts, cuts, joining) => {
        const bytes = Buffer.concat(parts);
        const cut = linesOf(
          bytes,
          joining,
          cuts.sort((a, b) => a - b),
        );
        expect(cut).toEqual(linesOf(bytes, joining));
        expect(cut.lines.length).toBeLessThanOrEqual(bytes.length);
        expect(cut.faults.length).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 300 },
  );
});

test('what json-file keeps of a divided character is two replacement characters', () => {
  expect(asJsonFileKeeps(Buffer.from('ß').subarray(0, 1))).toEqual(Buffer.from('\ufffd'));
});

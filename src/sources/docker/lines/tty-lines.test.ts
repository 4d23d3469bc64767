import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CollectedLines, pushCut } from '../../../../test/support/docker-lines/collected-lines.ts';
import { type Driver, recordsOf, unframed } from '../../../../test/support/docker-lines/engine-records.ts';
import type { Joining } from './line-assembler.ts';
import { StampReader } from './stamps/stamp-reader.ts';
import { TtyLines } from './tty-lines.ts';

const STAMP = '2026-11-21T03:29:01.381447848Z';
const AT = { seconds: Date.UTC(2026, 10, 21, 3, 29, 1) / 1000, nanos: 381_447_848 };
const MiB = 1024 * 1024;
const x = (count: number) => 'x'.repeat(count);

function reading(joining: Joining = 'stamp') {
  const taker = new CollectedLines();
  return { taker, reader: new TtyLines({ taker, stamps: new StampReader(), joining }) };
}

function linesOf(bytes: Uint8Array | string, cuts: readonly number[] = [], joining: Joining = 'stamp') {
  const { taker, reader } = reading(joining);
  pushCut(reader, Buffer.from(bytes), cuts);
  reader.flush();
  return taker;
}

/** What a terminal's line looks like in a stream; the terminal itself has put the `\r` there. */
function written(text: string | Uint8Array, nanos = AT.nanos, driver: Driver = 'local'): Buffer {
  const line = {
    stream: 1,
    text: Buffer.concat([Buffer.from(text), Buffer.from('\r')]),
    stamp: { ...AT, nanos },
    terminated: true,
  } as const;
  return Buffer.concat(recordsOf(line, driver).map(unframed));
}

describe('a line of a terminal', () => {
  test('is what stands between its stamp and its line feed', () => {
    const { lines, faults } = linesOf(
      `${STAMP} one\r\n${STAMP} \r\n${STAMP} 10%\r20%\r\n${STAMP} \u001b[1mbold\u001b[0m\r\n`,
    );
    expect(lines.map(({ text }) => text)).toEqual(['one', '', '10%\r20%', '\u001b[1mbold\u001b[0m']);
    expect(lines).toMatchObject(Array(4).fill({ stream: 1, truncated: false, ...AT }));
    expect(faults).toEqual([]);
  });

  test.each([16_382, 16_383, 16_384, 16_385, 20_480, 32_767, 32_768, 100_000, 1_000_000])(
    'of %i bytes has the stamps taken out of its middle',
    (length) => {
      for (const driver of ['json-file', 'local'] as const) {
        const bytes = Buffer.concat([written('before', 1), written(x(length), 2, driver), written('behind', 3)]);
        expect(linesOf(bytes).texts).toEqual(['before', x(length), 'behind']);
      }
    },
  );

  test('has them taken out also where a driver has made its pieces longer', () => {
    const text = Buffer.from(`${x(16_383)}ß${x(16_382)}€${x(100)}`);
    const kept = Buffer.concat(
      recordsOf({ stream: 1, text, stamp: AT, terminated: false }, 'json-file').map((each) => each.text),
    );
    expect(kept).not.toEqual(text);
    expect(linesOf(Buffer.concat([written(text, AT.nanos, 'json-file'), written('next')])).texts).toEqual([
      kept.toString('latin1'),
      'next',
    ]);
  });

  test('is over where a later stamp follows, when its driver has left out the line feed behind its last piece', () => {
    const texts = [x(20_000), 'next', x(16_383), x(17_000), x(32_768), 'a', 'b'];
    const old = (text: string, n: number): Buffer => written(text, n + 1, 'local-20');
    const bytes = Buffer.concat(texts.map(old));
    const cuts = Array.from({ length: bytes.length / 1000 }, (_, n) => n * 1000);
    for (const each of [[], cuts, Array.from(bytes.keys())]) expect(linesOf(bytes, each).texts).toEqual(texts);
    expect(linesOf(bytes).lines.map(({ nanos }) => nanos)).toEqual(texts.map((_, n) => n + 1));
  });

  test('is handed over when the next long line has come, though no line feed ever comes', () => {
    const { taker, reader } = reading();
    const lines = Array.from({ length: 200 }, (_, n) => written(`${n} ${x(20_000)}`, n, 'local-20'));
    for (const [n, bytes] of lines.entries()) {
      reader.push(bytes, 0, bytes.length);
      expect(taker.lines.length).toBeGreaterThanOrEqual(n - 1);
    }
    reader.flush();
    expect(taker.texts).toEqual(lines.map((_, n) => `${n} ${x(20_000)}`));
    expect(reader.records).toBe(400);
  });

  test.each([
    ['an earlier stamp', '\r2026-11-21T03:29:01.381447847Z '],
    ['the same stamp', `\r${STAMP} `],
    ['a stamp of another form', '\r2026-11-21T03:29:02Z '],
    ['a later stamp, but no carriage return', ' 2026-11-21T03:29:02.381447848Z '],
  ])('goes on behind %s in its text', (_name, own) => {
    const text = `${x(17_000)}${own}${x(10)}`;
    expect(linesOf(written(text)).texts).toEqual([text]);
  });

  test('of one piece goes on whatever is in its text', () => {
    const text = 'at 10 %\r2026-11-21T03:29:02.381447848Z at 20 %';
    expect(linesOf(written(text)).texts).toEqual([text]);
  });

  test('keeps what looks like a stamp and is none of the engine', () => {
    const own = `${STAMP} at the beginning, ${STAMP} in the middle, and far behind ${x(17_000)} 2026-11-21T03:29:01.381447849Z `;
    expect(linesOf(written(own)).texts).toEqual([own]);
  });

  test('is handed over without a line feed at the end of the stream, not when that breaks off', () => {
    const bytes = Buffer.from(`${STAMP} one\r\n${STAMP} half`);
    expect(linesOf(bytes).texts).toEqual(['one', 'half']);
    const { taker, reader } = reading();
    reader.push(bytes, 0, bytes.length);
    expect(reader.openSince()).toEqual(AT);
    reader.discard();
    reader.flush();
    expect(taker.texts).toEqual(['one']);
    expect(reader.openSince()).toBeUndefined();
  });

  test('holds the position back from where its stamp is known', () => {
    const { reader } = reading();
    const bytes = Buffer.from(`${STAMP} ha`);
    for (const end of [10, 19, 29]) {
      reader.push(bytes, end === 10 ? 0 : end === 19 ? 10 : 19, end);
      expect(reader.openSince()).toBeUndefined();
    }
    reader.push(bytes, 29, bytes.length);
    expect(reader.openSince()).toEqual(AT);
  });
});

describe('a stream that is cut anywhere', () => {
  const texts = fc.oneof(
    fc.string({ maxLength: 30, unit: 'grapheme' }),
    fc.integer({ min: 16_300, max: 16_400 }).map(x),
    fc.nat(40_000).map(x),
  );
  test('gives the same lines', () => {
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 6 }), fc.array(fc.nat(60_000), { maxLength: 30 }), (lines, cuts) => {
        const plain = lines.map((line) => line.replaceAll(/[\r\n]/g, ' '));
        const bytes = Buffer.concat(plain.map((text, n) => written(text, n)));
        const taker = linesOf(
          bytes,
          cuts.sort((a, b) => a - b),
        );
        expect(taker.lines).toMatchObject(
          plain.map((text, nanos) => ({ text: Buffer.from(text).toString('latin1'), nanos })),
        );
        expect(taker.lines).toEqual(linesOf(bytes).lines);
      }),
      { numRuns: 60 },
    );
  });

  test('gives the same lines cut at every byte around a stamp in the middle', () => {
    const bytes = Buffer.concat([written(x(16_390), 1), written('next', 2)]);
    for (let cut = 16_400; cut < 16_470; cut++) expect(linesOf(bytes, [cut]).texts).toEqual([x(16_390), 'next']);
    expect(linesOf(bytes, Array.from(bytes.keys())).texts).toEqual([x(16_390), 'next']);
  });

  test('never fails otherwise than with one reason, whatever the bytes', () => {
    const part = fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc
        .constantFrom(
          x(16_384),
          '\r2026-11-21T03:29:02.381447848Z ',
          `${STAMP} `,
          STAMP,
          '\r\n',
          '\n',
          'Error grabbing logs: ',
        )
        .map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 20 }),
        fc.array(fc.oneof(fc.nat(300), fc.nat(100_000))),
        (parts, cuts) => {
          const bytes = Buffer.concat(parts);
          const cut = linesOf(
            bytes,
            cuts.sort((a, b) => a - b),
          );
          expect(cut).toEqual(linesOf(bytes));
          expect(cut.faults.length).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a line of a terminal that is too long', () => {
  test.each([
    [MiB, MiB, false],
    [MiB + 1, MiB, true],
    [MiB + 5000, MiB, true],
    [3 * MiB, MiB, true],
  ])('of %i bytes is kept to %i, and the next one is whole', (length, kept, truncated) => {
    const bytes = Buffer.concat([written(x(length)), written('next', 1)]);
    const cuts = Array.from({ length: 60 }, (_, n) => n * 60_013);
    for (const taker of [linesOf(bytes), linesOf(bytes, cuts)]) {
      expect(taker.lines).toMatchObject([
        { text: x(kept), truncated },
        { text: 'next', truncated: false },
      ]);
    }
  });

  test('is handed over before its end has come, and its rest holds the position back', () => {
    const { taker, reader } = reading();
    const bytes = Buffer.concat([written(x(4 * MiB)), written('next', 1)]);
    reader.push(bytes, 0, 2 * MiB);
    expect(taker.lines).toMatchObject([{ truncated: true }]);
    expect(reader.openSince()).toEqual(AT);
    reader.flush();
    reader.push(bytes, 2 * MiB, bytes.length);
    expect(taker.texts.slice(1)).toEqual(['next']);
    expect(reader.openSince()).toBeUndefined();
  });
});

test('a line whose rest is passed over is forgotten when what is left will come again', () => {
  const { taker, reader } = reading();
  const bytes = written(x(2 * MiB));
  reader.push(bytes, 0, bytes.length - 5);
  reader.discard();
  expect(reader.openSince()).toBeUndefined();
  reader.push(bytes, 0, bytes.length);
  expect(taker.lines).toHaveLength(2);
  expect(taker.lines[0]).toEqual(taker.lines[1]);
});

describe('records', () => {
  test.each([
    [10, 1],
    [16_383, 1],
    [16_384, 2],
    [100_000, 7],
  ])('are counted: a line of %i bytes is %i', (length, records) => {
    const { reader } = reading();
    const bytes = written(x(length - 1));
    reader.push(bytes, 0, bytes.length);
    expect(reader.records).toBe(records);
  });

  test('are not fewer than they were, where the rest of a line was passed over', () => {
    for (const step of [MiB, 10 * MiB]) {
      const { reader } = reading();
      const bytes = Buffer.concat(Array(3).fill(written(x(2 * MiB))));
      for (let at = 0; at < bytes.length; at += step) reader.push(bytes, at, Math.min(bytes.length, at + step));
      expect(reader.records).toBeGreaterThanOrEqual(3 * 129);
      expect(reader.records).toBeLessThanOrEqual(3 * 132);
    }
  });
});

describe('bytes without a stamp', () => {
  test.each([['text\r\n'], ['\r\n'], ['2026-11-21T03:29:01.38144\r\n']])(
    'end the stream with a reason: %j',
    (bytes) => {
      const { texts, faults } = linesOf(`${STAMP} before\r\n${bytes}${STAMP} behind\r\n`);
      expect(texts).toEqual(['before']);
      expect(faults).toEqual(['A line of a terminal has no stamp.']);
    },
  );

  test('are the engine’s own when they begin as its sentences do', () => {
    const { texts, faults, engineErrors } = linesOf(
      `${STAMP} before\r\nError grabbing logs: no such file\n${STAMP} behind\r\n`,
    );
    expect([texts, faults, engineErrors]).toEqual([['before', 'behind'], [], ['Error grabbing logs: no such file']]);
  });
});

test('of an engine with whole seconds nothing is taken out of the middle of a line, where its stamps cannot be told from text', () => {
  const text = `${x(17_000)}2026-11-21T03:29:01Z ${x(10)}`;
  expect(linesOf(`2026-11-21T03:29:01Z ${text}\r\n`, [], 'newline').texts).toEqual([text]);
});

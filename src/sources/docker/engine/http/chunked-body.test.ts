import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BodyProgress } from './body.ts';
import { ChunkedBody } from './chunked-body.ts';

describe('a chunked body', () => {
  test('gives its payload whatever its chunks, extensions and trailers, cut at any byte', () => {
    const chunk = fc.record({
      payload: fc.uint8Array({ minLength: 1, maxLength: 300 }),
      zeros: fc.nat(4),
      upper: fc.boolean(),
      extension: fc.constantFrom('', ';a=b', ' ;x', '\t', ';q="1"'),
    });
    const trailers = fc.array(fc.constantFrom('A: b', 'Expires: never', 'x:'), { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 8 }), trailers, fc.array(fc.nat(40)), (chunks, ends, steps) => {
        const wire = Buffer.concat([
          ...chunks.map(({ payload, zeros, upper, extension }) => {
            const hex = '0'.repeat(zeros) + payload.length.toString(16);
            return Buffer.concat([
              Buffer.from(`${upper ? hex.toUpperCase() : hex}${extension}\r\n`),
              payload,
              Buffer.from('\r\n'),
            ]);
          }),
          Buffer.from(`0\r\n${ends.map((line) => `${line}\r\n`).join('')}\r\n`),
        ]);
        const { progress, payload } = decode(wire, steps);
        expect(progress).toBe('complete');
        expect(payload).toEqual(Buffer.concat(chunks.map((one) => one.payload)));
      }),
    );
  });

  test('is the same cut in two at every single byte', () => {
    const wire = Buffer.from('5\r\nhello\r\n1;ext\r\n \r\n00a\r\n0123456789\r\n0\r\nT: 1\r\n\r\n');
    for (let at = 0; at <= wire.length; at += 1)
      expect(decode(wire, [at])).toMatchObject({ progress: 'complete', payload: Buffer.from('hello 0123456789') });
  });

  test('hands each payload over as one piece of the bytes that were read', () => {
    const wire = Buffer.from('xx3\r\nabc\r\n2\r\nde\r\nyy');
    const pieces: unknown[] = [];
    const body = new ChunkedBody({
      data: (bytes, from, end) => pieces.push([bytes === wire, from, end]),
      rested: () => {},
    });
    expect(body.push(wire, 2, wire.length - 2)).toBe('more');
    expect(pieces).toEqual([
      [true, 5, 8],
      [true, 13, 15],
    ]);
    expect(body.pieces).toBe(2);
  });

  test('takes nothing behind its end for its own', () => {
    expect(decode(Buffer.from('1\r\na\r\n0\r\n\r\n5\r\nwrong'), [])).toMatchObject({
      progress: 'complete',
      payload: Buffer.from('a'),
    });
  });

  test.each([
    ['a size that is no number', 'hello\r\n'],
    ['a size below zero', '-5\r\nhello\r\n'],
    ['a size with 0x before it', '0x5\r\nhello\r\n'],
    ['no size', '\r\nhello\r\n'],
    ['a size beyond all measure', '80000000\r\n'],
    ['a size of which only the last digits are sound', 'fffffffffffffffff5\r\n'],
    ['a size of endless zeros', '0'.repeat(100)],
    ['a payload longer than its size', '2\r\nabc\r\n'],
    ['a payload shorter than its size', '4\r\nabc\r\n1\r\n'],
    ['a lone newline behind a size', '3\nabc\r\n'],
    ['a lone carriage return behind a size', '3\rabc\r\n'],
    ['something else than a newline behind a size', '3\r!abc\r\n'],
    ['a lone newline behind a payload', '3\r\nabc\n'],
    ['a lone newline in an extension', '3;a\nabc\r\n'],
    ['an extension without end', `3;${'x'.repeat(20_000)}`],
    ['trailers without end', `0\r\n${'a: b\r\n'.repeat(4_000)}`],
    ['a trailer with a lone newline', '0\r\nA: b\n\r\n'],
    ['the head of an answer', 'HTTP/1.1 200 OK\r\n'],
  ])('with %s is malformed, cut or not', (_, wire) => {
    for (const before of ['', '1\r\na\r\n'])
      for (const steps of [[], [1], [2, 1, 1], Array.from({ length: 200 }, () => 1)]) {
        const { progress, reason } = decode(Buffer.from(before + wire), steps);
        expect(progress).toBe('malformed');
        expect(reason).not.toBe('');
      }
  });

  test('may have extensions in every chunk for ever', () => {
    const body = new ChunkedBody({ data: () => {}, rested: () => {} });
    const wire = Buffer.from(`1;${'x'.repeat(1000)}\r\na\r\n`);
    for (let times = 0; times < 100; times += 1) expect(body.push(wire, 0, wire.length)).toBe('more');
  });

  test('never throws or hands over what did not come, whatever the bytes', () => {
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .array(fc.constantFrom('\r', '\n', '\r\n', '0', '1', 'f', ';', ' ', 'a'), { maxLength: 60 })
        .map((parts) => Buffer.from(parts.join(''))),
    );
    fc.assert(
      fc.property(hostile, fc.array(fc.nat(9)), (wire, steps) => {
        const cut = decode(wire, steps);
        const whole = decode(wire, []);
        expect([cut.progress, cut.payload, cut.reason]).toEqual([whole.progress, whole.payload, whole.reason]);
        expect(whole.payload.length).toBeLessThanOrEqual(wire.length);
      }),
      { numRuns: 2_000 },
    );
  });

  test('hands nothing over once it was stopped, not even of the same read', () => {
    const pieces: number[] = [];
    const body: ChunkedBody = new ChunkedBody({
      data: (bytes, from) => {
        pieces.push(bytes[from] ?? 0);
        body.stop();
      },
      rested: () => {},
    });
    const wire = Buffer.from('1\r\na\r\n1\r\nb\r\n0\r\n\r\n');
    expect(body.push(wire, 0, wire.length)).toBe('over');
    expect(pieces).toEqual(['a'.charCodeAt(0)]);
  });

  test('that ends with its connection was cut', () => {
    const body = new ChunkedBody({ data: () => {}, rested: () => {} });
    expect(body.atClose()).toBe('cut');
  });
});

/** Pushes the bytes in steps of the given lengths, the rest at once, each in an array of its own with other bytes around it. */
function decode(
  wire: Uint8Array,
  steps: readonly number[],
): { progress: BodyProgress; payload: Buffer; reason: string } {
  const pieces: Buffer[] = [];
  const body = new ChunkedBody({
    data(bytes, from, end) {
      expect(end).toBeGreaterThan(from);
      pieces.push(Buffer.from(bytes.subarray(from, end)));
    },
    rested: () => {},
  });
  let progress: BodyProgress = 'more';
  let at = 0;
  for (const step of [...steps, wire.length]) {
    const end = Math.min(wire.length, at + step);
    const around = Buffer.concat([Buffer.from('0\r\n'), wire.subarray(at, end), Buffer.from('ff')]);
    progress = body.push(around, 3, 3 + end - at);
    at = end;
    if (progress !== 'more') break;
  }
  return { progress, payload: Buffer.concat(pieces), reason: body.reason };
}

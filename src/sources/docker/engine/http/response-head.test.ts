import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyForm, type HeadProgress, HeadReader, LONGEST_HEAD } from './response-head.ts';

describe('the head of an answer', () => {
  test('is read with its names in lower case and its values trimmed', () => {
    expect(read('HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nX-Two:\t b \r\nEmpty:\r\nx-two: c\r\n\r\n')).toMatchObject({
      state: 'complete',
      head: { status: 200, headers: { 'api-version': '1.41', 'x-two': 'b, c', empty: '' } },
    });
    expect(read('HTTP/1.0 404\r\n\r\n')).toMatchObject({ state: 'complete', head: { status: 404 } });
  });

  test('ends at the same place wherever it is cut, and what lies behind it is not touched', () => {
    const text = 'HTTP/1.1 200 OK\r\nA: b\r\nC: d\r\n\r\n5\r\nhello';
    fc.assert(
      fc.property(fc.array(fc.nat(12)), (steps) => {
        const { progress, behind } = readCut(Buffer.from(text), steps);
        expect(progress).toMatchObject({ state: 'complete', head: { headers: { a: 'b', c: 'd' } } });
        expect('5\r\nhello'.startsWith(behind)).toBe(true);
      }),
    );
    for (let at = 0; at <= text.indexOf('5'); at += 1)
      expect(readCut(Buffer.from(text), [at]).progress.state).toBe('complete');
  });

  test.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['no HTTP', '\x15\x03\x01\x00\x02\x02P'],
    ['no HTTP', 'HTTP/2 200\r\n\r\n'],
    ['status line', 'HTTP/1.1 2000 OK\r\n\r\n'],
    ['status line', 'HTTP/1.1 OK\r\n\r\n'],
    ['status line', 'HTTP/1.1 099 Odd\r\n\r\n'],
    ['headers cannot be read', 'HTTP/1.1 200 OK\r\nno colon\r\n\r\n'],
    ['headers cannot be read', 'HTTP/1.1 200 OK\r\nBad name: x\r\n\r\n'],
    ['headers cannot be read', 'HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n'],
    ['headers cannot be read', 'HTTP/1.1 200 OK\r\nA: b\nC: d\r\n\r\n'],
    ['headers cannot be read', 'HTTP/1.1 200 OK\r\n: empty\r\n\r\n'],
    ['longer than', `HTTP/1.1 200 OK\r\nA: ${'x'.repeat(LONGEST_HEAD)}\r\n\r\n`],
    ['longer than', `HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(10_000)}`],
  ])('is refused as %s, in whatever pieces it comes: %j', (reason, text) => {
    const bytes = Buffer.from(text, 'latin1');
    for (const steps of [[], [1], [7, 1, 2], [1000, 20_000]]) {
      const { progress } = readCut(bytes, steps);
      expect(progress).toMatchObject({ state: 'malformed', reason: expect.stringContaining(reason) });
    }
  });

  test('may be as long as the limit', () => {
    const frame = 'HTTP/1.1 200 OK\r\nA: \r\n\r\n';
    const fitting = frame.replace('A: ', `A: ${'x'.repeat(LONGEST_HEAD - frame.length)}`);
    expect(read(fitting)).toMatchObject({ state: 'complete', at: LONGEST_HEAD });
  });

  test('keeps no more than the limit of what never ends', () => {
    const reader = new HeadReader();
    reader.push(Buffer.from(`HTTP/1.1 200 ${'x'.repeat(1_000_000)}`), 0, 1_000_000);
    expect(reader.beginning.length).toBe(LONGEST_HEAD + 1);
  });

  test('with names of JavaScript’s own is just a head with these names', () => {
    const progress = read('HTTP/1.1 200 OK\r\n__proto__: a\r\nconstructor: b\r\n\r\n');
    expect(progress.state === 'complete' && Object.entries(progress.head.headers)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
    const plain = read('HTTP/1.1 200 OK\r\n\r\n');
    expect(plain.state === 'complete' && plain.head.headers.constructor).toBe(undefined);
  });

  test('never throws, whatever the bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.string().map((text) => Buffer.from(`HTTP/1.1 200 ${text}\r\n\r\n`)),
    );
    fc.assert(fc.property(bytes, fc.array(fc.nat(9)), (wire, steps) => void readCut(wire, steps)));
  });
});

describe('the form of a body', () => {
  const form = (headers: Readonly<Record<string, string>>, status = 200) => bodyForm({ status, headers });

  test('is chunks, a length, or everything until the end', () => {
    expect(form({ 'transfer-encoding': 'Chunked' })).toEqual({ form: 'chunked' });
    expect(form({ 'content-length': '12' })).toEqual({ form: 'plain', length: 12 });
    expect(form({})).toEqual({ form: 'plain', length: Infinity });
    expect(form({ 'content-length': '12' }, 204)).toEqual({ form: 'plain', length: 0 });
    expect(form({ 'content-length': '12' }, 304)).toEqual({ form: 'plain', length: 0 });
  });

  test('is chunks where both are said, as HTTP has it', () => {
    expect(form({ 'transfer-encoding': 'chunked', 'content-length': '3' })).toEqual({ form: 'chunked' });
  });

  test.each(['-1', '1e3', '0x10', '', ' ', '9999999999999999', '5, 6', 'chunked'])(
    'is refused with a length of %j',
    (length) => {
      expect(form({ 'content-length': length })).toContain('Content-Length');
    },
  );

  test('is sound when the same length is said twice', () => {
    expect(form({ 'content-length': '5, 5' })).toEqual({ form: 'plain', length: 5 });
  });

  test('is refused in a coding that nobody asked for', () => {
    expect(form({ 'transfer-encoding': 'gzip, chunked' })).toContain('gzip, chunked');
  });
});

const read = (text: string): HeadProgress => new HeadReader().push(Buffer.from(text, 'latin1'), 0, text.length);

/** Pushes in steps, and says what was left of the last step. */
function readCut(wire: Uint8Array, steps: readonly number[]): { progress: HeadProgress; behind: string } {
  const reader = new HeadReader();
  let at = 0;
  for (const step of [...steps, wire.length]) {
    const end = Math.min(wire.length, at + step);
    const around = Buffer.concat([Buffer.from('\r\n\r\n'), wire.subarray(at, end), Buffer.from('\r\n')]);
    const progress = reader.push(around, 4, 4 + end - at);
    if (progress.state === 'complete')
      return { progress, behind: around.toString('latin1', progress.at, 4 + end - at) };
    if (progress.state === 'malformed') return { progress, behind: '' };
    at = end;
  }
  return { progress: { state: 'more' }, behind: '' };
}

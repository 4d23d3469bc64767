import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TRUNCATED } from '../../../core/lines/line-batch.ts';
import { BatchBuilder } from './batch-builder.ts';
import type { RawLine } from './raw-line.ts';

const PLAIN: RawLine = {
  bytes: Buffer.from('..content..'),
  from: 2,
  end: 9,
  seconds: 1_800_000_000,
  nanos: 999_999_999,
  stream: 2,
  hash1: 0xffff_fffe,
  hash2: 7,
  truncated: false,
};
const line = (changes: Partial<RawLine> = {}): RawLine => ({ ...PLAIN, ...changes });
const lineOf = (content: Uint8Array): RawLine => line({ bytes: content, from: 0, end: content.length });

function contentsOf({ bytes, starts, ends, count }: BatchBuilder): Buffer[] {
  return Array.from({ length: count }, (_, n) => Buffer.from(bytes.subarray(starts[n], ends[n])));
}

describe('a batch', () => {
  test('holds all that is known of a line', () => {
    const batch = new BatchBuilder();
    batch.append(line(), 3);
    batch.append(line({ truncated: true, stream: 1, from: 2, end: 2, seconds: 5_000_000_000 }), 0);
    expect(Buffer.from(batch.bytes.subarray(0, batch.length)).toString()).toBe('content\n\n');
    expect(contentsOf(batch).map(String)).toEqual(['content', '']);
    expect([...batch.seconds.subarray(0, 2)]).toEqual([1_800_000_000, 5_000_000_000]);
    expect([...batch.nanos.subarray(0, 2)]).toEqual([999_999_999, 999_999_999]);
    expect([...batch.streams.subarray(0, 2)]).toEqual([2, 1]);
    expect([...batch.hashes.subarray(0, 4)]).toEqual([0xffff_fffe, 7, 0xffff_fffe, 7]);
    expect([...batch.ordinals.subarray(0, 2)]).toEqual([3, 0]);
    expect([...batch.marks.subarray(0, 2)]).toEqual([0, TRUNCATED]);
  });

  test('holds lines of any length one behind the other, each with its line feed', () => {
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 40, size: 'max' }),
      fc.nat(3000).map((length) => Buffer.alloc(length, 'abcdefg')),
    );
    const batch = new BatchBuilder();
    fc.assert(
      fc.property(fc.array(content, { maxLength: 200, size: 'max' }), (contents) => {
        batch.clear();
        const taken = contents.filter((each) => {
          if (batch.full) return false;
          batch.append(lineOf(each), 0);
          return true;
        });
        expect(contentsOf(batch).every((each, n) => each.equals(taken[n] ?? each.subarray(1)))).toBe(true);
        expect(batch.count).toBe(taken.length);
        const all = Buffer.concat(taken.flatMap((each) => [each, Buffer.from('\n')]));
        expect(all.equals(batch.bytes.subarray(0, batch.length))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test.each([32_766, 32_767, 32_768, 32_769])('has room for the line feed behind a line of %i bytes', (length) => {
    const batch = new BatchBuilder();
    batch.append(lineOf(new Uint8Array(length)), 0);
    batch.append(line(), 0);
    expect(Buffer.from(batch.bytes.subarray(length, batch.length)).toString()).toBe('\ncontent\n');
  });

  test('copies: what becomes of the source’s bytes does not matter', () => {
    const batch = new BatchBuilder();
    const bytes = Buffer.from('a line that will be overwritten');
    batch.append(lineOf(bytes), 0);
    bytes.fill(0);
    expect(String(contentsOf(batch)[0])).toBe('a line that will be overwritten');
  });

  test('is full with 4,096 lines, each as it was', () => {
    const batch = new BatchBuilder();
    for (let n = 0; !batch.full; n++) batch.append(line({ nanos: n, hash1: n, hash2: 2 * n }), n);
    expect(batch.count).toBe(4096);
    const n = [...Array(4096).keys()];
    expect([...batch.nanos.subarray(0, 4096)]).toEqual(n);
    expect([...batch.ordinals.subarray(0, 4096)]).toEqual(n);
    expect([...batch.hashes.subarray(0, 8192)]).toEqual(n.flatMap((each) => [each, 2 * each]));
    expect(contentsOf(batch).every((content) => content.equals(Buffer.from('content')))).toBe(true);
  });

  test('is full with 256 KiB, takes the longest line on top of it, and nothing more', () => {
    const batch = new BatchBuilder();
    while (batch.length < 255 * 1024) batch.append(lineOf(new Uint8Array(500)), 0);
    expect(batch.full).toBe(false);
    batch.append(lineOf(new Uint8Array(1024 * 1024).fill(1)), 0);
    expect(batch.full).toBe(true);
    expect(batch.length).toBeLessThan(1024 * 1024 + 256 * 1024);
    expect(() => batch.append(line(), 0)).toThrow('handed on');
  });

  test('is empty after it was cleared, and gives back the memory of a very long line only', () => {
    const batch = new BatchBuilder();
    batch.append(lineOf(new Uint8Array(1024 * 1024)), 0);
    batch.clear();
    expect([batch.count, batch.length, batch.full]).toEqual([0, 0, false]);
    expect(batch.bytes.length).toBeLessThanOrEqual(512 * 1024);
    const { bytes } = batch;
    for (let n = 0; n < 1000; n++) batch.append(line(), 0);
    batch.clear();
    expect(batch.bytes).toBe(bytes);
    batch.append(line(), 0);
    expect(contentsOf(batch).map(String)).toEqual(['content']);
  });
});

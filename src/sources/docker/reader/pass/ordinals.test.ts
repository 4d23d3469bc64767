import { describe, expect, test } from 'vitest';
import { STDERR, STDOUT } from '../../../../core/lines/line-batch.ts';
import type { RawLine } from '../../lines/raw-line.ts';
import { Ordinals } from './ordinals.ts';

const line = (seconds: number, name: number, stream: RawLine['stream'] = STDOUT): RawLine => ({
  ...{ seconds, nanos: 0, stream, hash1: name, hash2: 7 },
  ...{ bytes: new Uint8Array(), from: 0, end: 0, truncated: false },
});

describe('equal lines of one second', () => {
  test('are numbered by second, stream and content', () => {
    const ordinals = new Ordinals(1_000);
    const numbers = [line(5, 1), line(5, 1), line(5, 2), line(5, 1, STDERR), line(6, 1), line(5, 1)];
    expect(numbers.map((one) => ordinals.next(one))).toEqual([0, 1, 0, 0, 0, 2]);
  });

  test('are numbered on while others of their second come between them, as many as are kept', () => {
    const ordinals = new Ordinals(1_000);
    const numbers = Array.from({ length: 20 }, () => {
      for (let name = 0; name < 450; name++) ordinals.next(line(5, 1_000 + name));
      return ordinals.next(line(5, 1));
    });
    expect(numbers).toEqual(numbers.map((_, nth) => nth));
  });
});

describe('what a cursor still knows', () => {
  test('keeps its number, however many others of its second came behind it', () => {
    for (const before of [0, 250, 499, 500, 999]) {
      const ordinals = Ordinals.forKnown(1_000);
      for (let name = 5_000; name < 5_000 + before; name++) ordinals.next(line(5, name));
      ordinals.next(line(5, 1));
      for (let name = 1_000; name < 1_999; name++) ordinals.next(line(5, name));
      expect(ordinals.next(line(5, 1))).toBe(1);
    }
  });

  test('keeps its number beside a flood on the other stream', () => {
    const ordinals = Ordinals.forKnown(1_000);
    ordinals.next(line(5, 1, STDERR));
    for (let name = 1_000; name < 9_000; name++) ordinals.next(line(5, name));
    expect(ordinals.next(line(5, 1, STDERR))).toBe(1);
  });
});

describe('what is kept of them', () => {
  test('is bounded within a second', () => {
    const ordinals = new Ordinals(1_000);
    for (let name = 0; name < 50_000; name++) ordinals.next(line(5, name));
    expect(ordinals.kept).toBeLessThanOrEqual(1_000);
    expect(ordinals.next(line(5, 49_999))).toBe(1);
  });

  test('is bounded over the seconds, to the last two of them', () => {
    const ordinals = new Ordinals(1_000);
    for (let second = 0; second < 50; second++) {
      for (let name = 0; name < 900; name++) ordinals.next(line(second, name));
      expect(ordinals.kept).toBeLessThanOrEqual(2_000);
      expect(ordinals.next(line(second, 0))).toBe(1);
      // The streams are a little out of order.
      if (second > 0) expect(ordinals.next(line(second - 1, 899))).toBe(1);
    }
    for (let second = 100; second < 150; second++) ordinals.next(line(second, 0));
    expect(ordinals.kept).toBe(8);
  });
});

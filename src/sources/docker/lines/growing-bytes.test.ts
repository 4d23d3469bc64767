import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GrowingBytes } from './growing-bytes.ts';

test('pieces are kept one behind the other, in at most twice the memory and a little', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3000), { maxLength: 30, size: 'max' }), (lengths) => {
      const pieces = lengths.map((length, n) => Buffer.alloc(length, n + 1));
      const growing = new GrowingBytes();
      for (const piece of pieces) growing.append(piece, 0, piece.length);
      expect(Buffer.concat(pieces).equals(growing.bytes.subarray(0, growing.length))).toBe(true);
      expect(growing.bytes.length).toBeLessThanOrEqual(Math.max(1024, 2 * growing.length));
    }),
  );
});

test('empty bytes hold no memory, neither before nor after', () => {
  const growing = new GrowingBytes();
  expect(growing.bytes).toHaveLength(0);
  growing.append(Buffer.from('some text'), 5, 9);
  expect(growing.length).toBe(4);
  growing.release();
  expect(growing.bytes).toHaveLength(0);
  expect(growing.length).toBe(0);
});

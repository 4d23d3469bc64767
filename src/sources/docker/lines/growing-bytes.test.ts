import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GrowingBytes } from './growing-bytes.ts';

test('pieces are kept one behind the other, in at most twice the memory and a little', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 3000, size: 'max' })), (pieces) => {
      const growing = new GrowingBytes();
      for (const piece of pieces) growing.append(piece, 0, piece.length);
      expect(Buffer.from(growing.bytes.subarray(0, growing.length))).toEqual(Buffer.concat(pieces));
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

import { describe, expect, test } from 'vitest';
import type { Batch } from './batch.ts';
import { batchFault } from './batch-fault.ts';

const TEXT = Buffer.from('head\none\ntwo\n\nrest behind the batch\n');
const LENGTH = 14;
const masks = [Uint32Array.of(1), Uint32Array.of(2)];

const faultOf = (batch: Partial<Batch>): string | undefined => batchFault({ length: LENGTH, ...batch }, TEXT);

describe('a batch', () => {
  test.each<[string, Partial<Batch>]>([
    ['is all lines', {}],
    ['tells where its lines begin', { lineStarts: Int32Array.of(0, 5, 9, 13) }],
    ['leaves out what is no line', { lineStarts: Int32Array.of(9) }],
    ['has no line', { lineStarts: Int32Array.of() }],
    ['is empty', { length: 0, lineStarts: Int32Array.of(7), lineCount: 0 }],
    ['has another one’s lines behind its own', { lineStarts: Int32Array.of(5, 9, 3, 400), lineCount: 2 }],
    ['tells the masks of its lines', { lineStarts: Int32Array.of(5, 9), masks, maskOfLine: Uint8Array.of(0, 1) }],
    ['has one mask for all', { masks }],
    ['fills the buffer', { length: TEXT.length }],
  ])('that %s is sound', (_, batch) => expect(faultOf(batch)).toBeUndefined());

  test.each<[string, Partial<Batch>, string]>([
    ['is longer than the buffer', { length: TEXT.length + 1 }, `of ${TEXT.length + 1} bytes lies in a buffer of`],
    ['has a length below zero', { length: -1 }, 'of -1 bytes'],
    ['has no length', { length: Number.NaN }, 'of NaN bytes'],
    ['has a broken length', { length: 3.5 }, 'of 3.5 bytes'],
    ['has a line before its text', { lineStarts: Int32Array.of(-5, 5) }, 'Line 0 of a batch begins at -5'],
    ['has a line behind its text', { lineStarts: Int32Array.of(5, LENGTH) }, `Line 1 of a batch begins at ${LENGTH}`],
    ['has a line far away', { lineStarts: Int32Array.of(5, 1 << 30) }, 'and the text ends at 14'],
    ['has its lines in another order', { lineStarts: Int32Array.of(9, 5) }, 'begins at 5, and the one before it at 9'],
    ['has a line twice', { lineStarts: Int32Array.of(5, 5) }, 'begins at 5, and the one before it at 5'],
    ['has a line in the midst of another', { lineStarts: Int32Array.of(6) }, 'Before line 0 of a batch, at 6, stands'],
    ['has more lines than starts', { lineStarts: Int32Array.of(5), lineCount: 2 }, 'of 2 lines tells where 1 begin'],
    ['has fewer lines than none', { lineStarts: Int32Array.of(5), lineCount: -1 }, 'of -1 lines'],
    ['has lines without a number', { lineStarts: Int32Array.of(5), lineCount: Number.NaN }, 'of NaN lines'],
    [
      'lacks masks',
      { lineStarts: Int32Array.of(5, 9), masks, maskOfLine: Uint8Array.of(1) },
      'of 2 lines tells the masks of 1',
    ],
    ['tells masks of lines that it does not tell', { masks, maskOfLine: Uint8Array.of(1) }, 'but not where they begin'],
  ])('that %s is refused', (_, batch, fault) => expect(faultOf(batch)).toContain(fault));
});

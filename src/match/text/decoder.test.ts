import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildAlphabet, symbolOf } from './alphabet.ts';
import { buildDecoder } from './build-decoder.ts';
import { BROKEN, type Decoder, nodeEntry } from './decoder.ts';
import { treeDecoder } from './decoder-tree.ts';
import { decodeLine } from './utf8.ts';

/** The symbols of bytes, read as the automata read them: byte by byte, beginning anew where a character breaks off. */
function symbolsOf({ entries, columns, columnCount, depths, invalidSymbol }: Decoder, bytes: Uint8Array): number[] {
  const symbols: number[] = [];
  const giveUp = (node: number) => symbols.push(...new Array(depths[node] ?? 0).fill(invalidSymbol));
  let node = 0;
  for (const byte of bytes) {
    let entry = entries[node * columnCount + (columns[byte] ?? 0)] ?? BROKEN;
    if (entry === BROKEN) {
      giveUp(node);
      entry = entries[columns[byte] ?? 0] ?? BROKEN;
    }
    node = entry < 0 ? nodeEntry(entry) : 0;
    if (entry >= 0) symbols.push(entry);
  }
  giveUp(node);
  return symbols;
}

const codePoint = fc.oneof(
  fc.nat(0x10ffff),
  fc.constantFrom(0x7f, 0x80, 0x7ff, 0x800, 0xfffd, 0xffff, 0x10000, 0x10ffff),
);
const ascii = fc.tuple(fc.nat(0x7f), fc.nat(0x7f)).map(([one, other]) => [Math.min(one, other), Math.max(one, other)]);
const range = fc
  .tuple(codePoint, fc.oneof(fc.nat(3), fc.nat(70_000)))
  .map(([lo, more]) => [lo, Math.min(lo + more, 0x10ffff)]);
/** Most patterns know nothing beyond ASCII but the rest of it. */
const sets = fc.oneof(
  fc.array(range, { maxLength: 4 }),
  fc.array(
    fc.oneof(ascii, fc.constantFrom([75, 75, 107, 107, 0x212a, 0x212a], [0x53, 0x53, 0x17f, 0x17f], [0x70, 0x90])),
    {
      maxLength: 5,
    },
  ),
  fc.array(fc.oneof(ascii, fc.constant([0, 0x7f]), fc.constant([0x80, 0x10ffff])), { maxLength: 6 }),
);
const leads = fc.constantFrom(0xc2, 0xe0, 0xe2, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xc0, 0xff);
const byte = fc.oneof(fc.integer({ min: 0x80, max: 0xbf }), leads, fc.nat(0xff));
const bytes = fc.oneof(
  fc.array(byte).map((list) => Uint8Array.from(list)),
  fc.string({ unit: 'binary' }).map((text) => new TextEncoder().encode(text)),
);

test('bytes decode to the symbols of the characters that Go would see, whatever the classes and the bytes', () => {
  fc.assert(
    fc.property(sets, fc.array(bytes, { minLength: 1, maxLength: 20 }), (ranges, lines) => {
      const alphabet = buildAlphabet(ranges);
      const decoder = buildDecoder(alphabet);
      for (const line of lines) {
        const expected = [...decodeLine(line)].map((character) => symbolOf(alphabet, character.codePointAt(0) ?? 0));
        expect(symbolsOf(decoder, line)).toEqual(expected);
      }
    }),
    { numRuns: 300 },
  );
});

test('a pattern that knows ASCII only needs no more than the eleven kinds of bytes that UTF-8 has', () => {
  const decoder = buildDecoder(buildAlphabet([[97, 97]]));
  expect(decoder.columnCount).toBeLessThanOrEqual(2 + 12);
  expect(decoder.depths.length).toBeLessThanOrEqual(12);
});

test('bytes that are never part of a character share a column, which no continuation byte has', () => {
  const { columns } = buildDecoder(buildAlphabet([]));
  expect(columns[0xfe]).toBe(columns[0xc0]);
  expect(columns[0x80]).not.toBe(columns[0xc0]);
});

test('a decoder for ASCII has no more columns than the one that is built for any alphabet', () => {
  fc.assert(
    fc.property(fc.array(ascii, { maxLength: 6 }), (ranges) => {
      const alphabet = buildAlphabet(ranges);
      const [made, built] = [buildDecoder(alphabet), treeDecoder(alphabet)];
      expect([made.columnCount, made.entries.length]).toEqual([built.columnCount, built.entries.length]);
      expect(made.invalidSymbol).toBe(built.invalidSymbol);
    }),
    { numRuns: 100 },
  );
});

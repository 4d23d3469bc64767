import fc from 'fast-check';
import { expect, test } from 'vitest';
import { INNER_NEWLINE } from '../../core/text/inner-newline.ts';
import { decodedLength, decodeLine, decodePieces } from './utf8.ts';

const decode = (...bytes: number[]): string => decodeLine(Uint8Array.from(bytes));

test('valid text stays as it is, a byte order mark too', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(decodeLine(new TextEncoder().encode(text))).toBe(text);
    }),
  );
  expect(decode(0xef, 0xbb, 0xbf, 0x61)).toBe('\ufeffa');
});

test('each invalid byte is one U+FFFD', () => {
  expect(decode(0xfe)).toBe('\ufffd');
  expect(decode(0xe2, 0x82)).toBe('\ufffd\ufffd');
  expect(decode(0xe2, 0x82, 0x61)).toBe('\ufffd\ufffda');
  expect(decode(0xf0, 0x9f, 0x98, 0xc3, 0xa9)).toBe('\ufffd\ufffd\ufffdé');
});

test('a line feed within the line is one', () => {
  expect(decode(0x61, INNER_NEWLINE, 0xe2, 0x82, INNER_NEWLINE)).toBe('a\n\ufffd\ufffd\n');
});

test('overlong forms, surrogates and what lies beyond 10FFFF are invalid', () => {
  expect(decode(0xc0, 0xaf)).toBe('\ufffd\ufffd');
  expect(decode(0xe0, 0x80, 0xaf)).toBe('\ufffd'.repeat(3));
  expect(decode(0xed, 0xa0, 0x80)).toBe('\ufffd'.repeat(3));
  expect(decode(0xf4, 0x90, 0x80, 0x80)).toBe('\ufffd'.repeat(4));
  expect(decode(0xf4, 0x8f, 0xbf, 0xbf, 0xed, 0x9f, 0xbf)).toBe('\u{10ffff}\ud7ff');
});

test('whatever the bytes, encoding the text again gives them back but for the invalid ones', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const again = new TextEncoder().encode(decodeLine(bytes));
      expect(decodeLine(again)).toBe(decodeLine(bytes));
    }),
  );
});

test('in pieces the text is the same, wherever they end', () => {
  const characters = fc.constantFrom(
    [0x61],
    [0xc3, 0xa9],
    [0xe2, 0x82, 0xac],
    [0xf0, 0x9f, 0x98, 0x80],
    [0x80],
    [0xf0, 0x9f],
  );
  fc.assert(
    fc.property(fc.nat(70_000), fc.array(characters, { maxLength: 12 }), (before, parts) => {
      const around = Uint8Array.from(parts.flat());
      const bytes = Buffer.concat([Buffer.alloc(65_536 - (before % 12), 'x'), around, Buffer.alloc(before, 0xbf)]);
      const pieces = [...decodePieces(bytes)];
      expect(pieces.join('')).toBe(decodeLine(bytes));
      expect(pieces.length).toBeGreaterThan(bytes.length >= 65_540 ? 1 : 0);
      expect(decodedLength(bytes)).toBe(pieces.join('').length);
    }),
    { numRuns: 60 },
  );
});

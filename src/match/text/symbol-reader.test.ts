import { expect, test } from 'vitest';
import { programOf } from '../../../test/support/programs.ts';
import { type Span, SymbolReader } from './symbol-reader.ts';

const { decoder } = programOf('€|é|a|\\x{fffd}');

/** The characters of a span, each with where the next one begins. */
function read(span: Span): [symbol: number, at: number][] {
  const reader = new SymbolReader(decoder);
  reader.at = span.from;
  const found: [number, number][] = [];
  while (reader.at < span.end) found.push([reader.read(span), reader.at]);
  return found;
}

const symbolOf = (text: string): number => read({ bytes: Buffer.from(text), from: 0, end: 9 })[0]?.[0] ?? -1;

test('a character is read as one symbol, and the next begins behind it', () => {
  expect(read({ bytes: Buffer.from('€aé'), from: 0, end: 6 })).toEqual([
    [symbolOf('€'), 3],
    [symbolOf('a'), 4],
    [symbolOf('é'), 6],
  ]);
  expect(new Set(['€', 'a', 'é', '\ufffd', 'x'].map(symbolOf)).size).toBe(5);
});

test('a character that breaks off is one U+FFFD for each byte, also where the line ends within it', () => {
  const bytes = Uint8Array.from([0xe2, 0x82, 0xac, 0x61]);
  const invalid = symbolOf('\ufffd');
  expect(read({ bytes, from: 0, end: 2 })).toEqual([
    [invalid, 1],
    [invalid, 2],
  ]);
  expect(read({ bytes, from: 1, end: 4 })).toEqual([
    [invalid, 2],
    [invalid, 3],
    [symbolOf('a'), 4],
  ]);
});

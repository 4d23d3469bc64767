import { describe, expect, test } from 'vitest';
import { behindPlainValue, escapeLength } from './json-tokens.ts';

const ALPHABET = [...'-+.01eE', 'true', 'fals', 'null'];

/** All that can be written with so many pieces. */
const written = (pieces: number): string[] =>
  pieces === 0 ? [''] : written(pieces - 1).flatMap((text) => ALPHABET.map((piece) => text + piece));

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('a plain value of JSON', () => {
  test.each([1, 2, 3, 4])('of %i pieces is one exactly when JSON.parse accepts it', (pieces) => {
    const texts = written(pieces);
    const whole = texts.filter((text) => behindPlainValue(Buffer.from(text), 0, text.length) === text.length);
    expect(whole).toEqual(texts.filter(isJson));
  });

  test('ends before what follows it, and is none where the line ends within it', () => {
    expect(behindPlainValue(Buffer.from('[12,null]'), 1, 9)).toBe(3);
    expect(behindPlainValue(Buffer.from('[12,null]'), 4, 9)).toBe(8);
    expect(behindPlainValue(Buffer.from('[12,null]'), 4, 7)).toBe(-1);
    expect(behindPlainValue(Buffer.from('-1'), 0, 1)).toBe(-1);
  });
});

test.each([
  ['\\n', 2],
  ['\\u00e9', 6],
  ['\\u00g9', 0],
  ['\\u00e', 0],
  ['\\x', 0],
  ['\\', 0],
])('the escape %s has its length', (text, length) => {
  // What stands behind the end would make one of what is cut off there.
  expect(escapeLength(Buffer.from(`${text}f`), 0, text.length)).toBe(length);
});

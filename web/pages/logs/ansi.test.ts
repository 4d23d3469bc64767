import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { colouredParts, plainText } from './ansi.ts';

const ESC = '\u001b';

describe('the colours of a line', () => {
  test('become parts, each with its look', () => {
    const plain = { weight: undefined, isReversed: undefined, ink: undefined, ground: undefined };
    expect(colouredParts(`a ${ESC}[1;31mERROR${ESC}[0m disk ${ESC}[33mfull`)).toStrictEqual([
      { text: 'a ', look: {} },
      { text: 'ERROR', look: { weight: 'bold', ink: { hue: 27, chroma: 0.11 } } },
      { text: ' disk ', look: plain },
      { text: 'full', look: { ...plain, ink: { hue: 80, chroma: 0.11 } } },
    ]);
  });

  test.each([
    ['moves of the cursor', `a${ESC}[2K${ESC}[1Gb`, 'ab'],
    ['a link', `see ${ESC}]8;;http://x/${ESC}\\here${ESC}]8;;\u0007.`, 'see here.'],
    ['a title', `${ESC}]0;rm -rf\u0007x`, 'x'],
  ])('leave out %s', (_, line, text) => expect(plainText(line)).toBe(text));

  test('show what would turn the writing round or hide it', () => {
    expect(plainText('a\u202eb\u0000c\td')).toBe('a<202E>b<0000>c\td');
    expect(plainText('\u200f\u2066x')).toBe('<200F><2066>x');
  });

  test('lose nothing of a plain line, whatever it is', () => {
    const plain = fc
      .string({ unit: 'grapheme' })
      .filter((text) => !/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(text));
    fc.assert(fc.property(plain, (text) => plainText(text) === text));
  });

  test('take time in proportion to the line, whatever it holds', () => {
    for (const line of [
      ESC.repeat(200_000),
      `${ESC}[`.repeat(100_000),
      `${ESC}]`.repeat(100_000),
      `${ESC}[1;`.repeat(60_000),
    ]) {
      const begun = performance.now();
      colouredParts(line);
      expect(performance.now() - begun).toBeLessThan(2_000);
    }
  });
});

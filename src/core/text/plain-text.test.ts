import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oneLine, plainText } from './plain-text.ts';

test.each([
  ['\u001b[1;31mred\u001b[0m', 'red'],
  ['\u009b31mred', 'red'],
  ['\u001b]0;title\u0007x\u001b]8;;http://evil\u001b\\y', 'xy'],
  ['\u001b(Bx\u001bcy', 'xy'],
  ['a\r\nb\rc\u2028d\u2029e\u0085f', 'a\nb\nc\nd\ne\nf'],
  ['a\tb', 'a\tb'],
  ['a\u0000b\u0008c\u007fd\u202ee\u2066f', 'abcdef'],
  ['a\u200eb\u200fc\u061cd', 'abcd'],
  ['a\ud800b', 'a\ufffdb'],
  ['עברית \u200f العربية', 'עברית  العربية'],
  ['\u001b', ''],
])('%j becomes %j', (text, plain) => expect(plainText(text)).toBe(plain));

test('one line has no ends of lines', () => {
  expect(oneLine(' a \r\n\t b\u2028c ')).toBe('a b c');
});

test('whatever comes in, nothing harmful goes out, and once is enough', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const plain = plainText(text);
      expect(plain).not.toMatch(/[^\P{Cc}\t\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/u);
      expect(plainText(plain)).toBe(plain);
    }),
  );
});

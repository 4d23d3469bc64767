import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { truncate, utf8Bytes } from './truncate.ts';

const FAMILY = '👨‍👩‍👧‍👦';

describe('a text that is too long', () => {
  test.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdefg', 6, 'abcde…'],
    [`ab${FAMILY}`, 12, 'ab…'],
    [`ab${FAMILY}`, 13, `ab${FAMILY}`],
    ['e\u0301e\u0301', 3, 'e\u0301…'],
    ['e\u0301e\u0301', 2, '…'],
    ['\r\n\r\n', 3, '\r\n…'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
  ])('%j within %i is %j', (text, most, expected) => expect(truncate(text, { most })).toBe(expected));

  test('is measured as its receiver measures it', () => {
    expect(truncate('漢漢漢', { most: 8, measure: utf8Bytes })).toBe('漢…');
    expect(truncate('漢漢漢', { most: 9, measure: utf8Bytes })).toBe('漢漢漢');
    expect(truncate('a&b&', { most: 7, measure: (piece) => piece.replaceAll('&', '&amp;').length })).toBe('a&…');
  });

  test('costs little time, be it one character of millions of signs', () => {
    const bomb = `e${'\u0301'.repeat(5_000_000)}`;
    const started = process.cpuUsage();
    expect(truncate(bomb, { most: 100 })).toBe('…');
    expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
  });

  test('becomes a beginning within the bound, never cut within a character', () => {
    const unit = fc.constantFrom('a', 'é', 'e\u0301', '漢', FAMILY, '🇩🇪', '\r\n', ' ');
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 40 }), fc.nat(80), (units, most) => {
        const text = units.join('');
        const short = truncate(text, { most });
        expect(short.length).toBeLessThanOrEqual(most);
        if (short === text || short === '') return;
        const begun = short.slice(0, -1);
        const all = [...new Intl.Segmenter('und').segment(text)].map(({ index }) => index);
        expect(text.startsWith(begun) && all.includes(begun.length)).toBe(true);
      }),
    );
  });
});

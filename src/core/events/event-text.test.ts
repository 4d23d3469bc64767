import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventText, joinedEventText, MESSAGE_BYTES } from './event-text.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);

test('a short line is its own text', () => {
  expect(eventText(bytes('disk full: /var\tlib'))).toBe('disk full: /var\tlib');
  expect(eventText(bytes('x'.repeat(MESSAGE_BYTES)))).toBe('x'.repeat(MESSAGE_BYTES));
});

test('a longer one is cut to 500 bytes, the ellipsis among them', () => {
  expect(eventText(bytes('x'.repeat(501)))).toBe(`${'x'.repeat(497)}…`);
  expect(eventText(bytes('é'.repeat(300)))).toBe(`${'é'.repeat(248)}…`);
  expect(eventText(bytes('x'.repeat(1 << 20)))).toBe(`${'x'.repeat(497)}…`);
});

test('nothing in it steers a terminal or turns the writing round', () => {
  expect(eventText(bytes('a\u001b[2Jb\u0000\u009bc\u202ed\r'))).toBe('a[2Jbcd');
});

test('what is no UTF-8 shows as such', () => {
  expect(eventText(Uint8Array.of(0x61, 0xff, 0x62))).toBe('a\ufffdb');
});

test('it is a beginning of the line, within the bound, and whole wherever that is possible', () => {
  const unit = fc.constantFrom('a', 'é', '漢', '🎉', '\u0001', ' ');
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 60 }), fc.integer({ min: 10, max: 60 }), (units, most) => {
      const visible = units.filter((one) => one !== '\u0001').join('');
      const text = eventText(bytes(units.join('')), most);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(most);
      const isCut = text.endsWith('…');
      expect(visible.startsWith(isCut ? text.slice(0, -1) : text)).toBe(true);
      if (!isCut) expect(text).toBe(visible);
      else expect(Buffer.byteLength(visible) > most || bytes(units.join('')).length > 4 * most).toBe(true);
    }),
  );
});

test('of joined lines there is each on its own line, harmless, and cut as one', () => {
  const joined = (text: string): Uint8Array => Buffer.from(text).map((byte) => (byte === 0x7c ? 0xff : byte));
  expect(joinedEventText(joined('one|\tat \u0007two|é'))).toBe('one\n\tat two\né');
  expect(joinedEventText(joined('one|two|three'), 12)).toBe('one\ntwo\nt…');
  expect(joinedEventText(joined(`${'x'.repeat(2_000)}|y`))).toBe(`${'x'.repeat(2_000)}\ny`);
  expect(joinedEventText(joined(`x|${'y'.repeat(4_000)}`))).toBe(`x\n${'y'.repeat(3_995)}…`);
  expect(joinedEventText(joined('x'.repeat(501)))).toBe(`${'x'.repeat(497)}…`);
});

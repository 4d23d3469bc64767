import { expect, test } from 'vitest';
import { shownText } from './shown-text.ts';

const of = (text: string): Uint8Array => Buffer.from(text);

test('a text that is too long is shown to its last whole character, and nothing of it comes with the next one', () => {
  expect(shownText(of('aé'), 3)).toEqual({ text: 'aé', isCut: false });
  expect(shownText(of('aé'), 2)).toEqual({ text: 'a', isCut: true });
  expect(shownText(of('a€x'), 3)).toEqual({ text: 'a', isCut: true });
  expect(shownText(of('next'))).toEqual({ text: 'next', isCut: false });
});

test('what is no UTF-8 is shown as such, also at the end, and a mark of the byte order stays', () => {
  expect(shownText(Uint8Array.of(0x61, 0xff, 0x62, 0xe2, 0x82)).text).toBe('a\ufffdb\ufffd');
  expect(shownText(of('next')).text).toBe('next');
  expect(shownText(of('\ufeffa')).text).toBe('\ufeffa');
});

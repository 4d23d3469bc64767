import { describe, expect, test } from 'vitest';
import { ChordReader } from './chord-reader.ts';

function readerOf(...chords: readonly string[]) {
  let now = 0;
  const reader = new ChordReader({ chords: chords.map((text) => ({ keys: text.split(' ') })), now: () => now });
  return {
    press: (...keys: readonly string[]) => keys.map((key) => reader.press(key)?.keys.join(' ')),
    wait: (ms: number) => {
      now += ms;
    },
    forget: () => reader.forget(),
  };
}

describe('chords', () => {
  test('of one key act at once', () => {
    expect(readerOf('?', '/').press('/', '?')).toEqual(['/', '?']);
  });

  test('of two keys act with the second', () => {
    expect(readerOf('g o', 'g u').press('g', 'u', 'g', 'o')).toEqual([undefined, 'g u', undefined, 'g o']);
  });

  test('begin anew with a key that leads nowhere', () => {
    const { press } = readerOf('g o', '?');
    expect(press('g', '?')).toEqual([undefined, '?']);
    expect(press('g', 'g', 'o')).toEqual([undefined, undefined, 'g o']);
    expect(press('g', 'x', 'o')).toEqual([undefined, undefined, undefined]);
  });

  test('of three keys keep their beginning', () => {
    expect(readerOf('g o x').press('g', 'o', 'x')).toEqual([undefined, undefined, 'g o x']);
  });

  test('forget a first key after a while', () => {
    const { press, wait } = readerOf('g o');
    press('g');
    wait(1_500);
    expect(press('o')).toEqual(['g o']);
    press('g');
    wait(1_501);
    expect(press('o')).toEqual([undefined]);
  });

  test('forget a first key when they are told to', () => {
    const { press, forget } = readerOf('g o');
    press('g');
    forget();
    expect(press('o')).toEqual([undefined]);
  });
});

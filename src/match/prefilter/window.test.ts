import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { single } from './byte-set.ts';
import { Census } from './census.ts';
import type { Row } from './slices.ts';
import { COMPARED, compareFrom, type Window, WindowChooser } from './window.ts';

const TEXT = 'the quick brown fox jumps over the lazy dog, and the dog over the fox\n';
const census = new Census();
census.add(Buffer.from(TEXT.repeat(200)));

const rowOf = (text: string): Row => Array.from(Buffer.from(text), single);

function windowFor(text: string, stride: 1 | 2 | 4 | 8): Window | undefined {
  return new WindowChooser(census).choose([[[[rowOf(text)]]]], stride)?.windows[0];
}

const strides = fc.constantFrom(1, 2, 4, 8);
const texts = fc.tuple(fc.nat(60), fc.nat(44)).map(([from, length]) => TEXT.repeat(2).slice(from, from + 4 + length));

describe('a window', () => {
  test('has one place for each way in which it may lie to the stride, and compared bytes within reach', () => {
    const property = fc.property(texts, strides, (text, stride) => {
      const window = windowFor(text, stride);
      expect(window === undefined).toBe(text.length < (stride === 8 ? 11 : Math.max(4, stride + 1)));
      if (!window) return;
      const { length } = window.row;
      expect(length).toBe(Math.max(text.length, stride + 3));
      expect(window.probes.map((at) => at % stride)).toEqual(Array.from({ length: stride }, (_, i) => i));
      const from = compareFrom(length, window.probes);
      for (const at of window.probes) {
        expect(at + 4).toBeLessThanOrEqual(length);
        expect(at - from).toBeGreaterThanOrEqual(0);
        expect(at - from).toBeLessThan(40);
      }
      expect(from === 0 || from + COMPARED <= length).toBe(true);
    });
    fc.assert(property, { numRuns: 500, seed: 5 });
  });

  test('is looked for where its grams are rarest, each place for itself', () => {
    for (const at of windowFor('and the qqqqqqqqqqq over the', 4)?.probes ?? [0]) {
      expect('and the qqqqqqqqqqq over the'.slice(at, at + 4)).toContain('q');
    }
  });

  test.each([
    { text: 'he z', stride: 2, looksFor: 'he z?' },
    { text: 'z qu', stride: 2, looksFor: '?z qu' },
    { text: 'qqqqq', stride: 4, looksFor: '?qqqqq?' },
  ] as const)(
    'of a text too short for stride $stride reaches over any byte beside "$text", where that is rarest',
    ({ text, stride, looksFor }) => {
      const row = windowFor(text, stride)?.row ?? [];
      const spelled = row.map((set) => (set.length === 1 ? String.fromCharCode(set[0] ?? 0) : '?')).join('');
      expect(spelled).toBe(looksFor);
    },
  );

  test('reaches over other bytes only where nothing else will do', () => {
    const choice = new WindowChooser(census).choose([[[[rowOf('qqqq')]]], [[[rowOf('the fox')]]]], 2);
    expect(choice?.windows[0]?.row).toEqual(rowOf('the fox'));
  });

  test('needs a byte that is inside of the line', () => {
    const breaks: Row = Array.from({ length: 12 }, () => Uint8Array.of(10, 13));
    expect(new WindowChooser(census).choose([[[[breaks]]]], 4)).toBeUndefined();
  });
});

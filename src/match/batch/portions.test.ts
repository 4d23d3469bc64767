import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MOST_HITS } from './hit-list.ts';
import { type Portion, Portions } from './portions.ts';

/** Lines of these lengths, line feeds included. */
const textOf = (lengths: readonly number[]): Uint8Array =>
  Buffer.from(lengths.map((length) => `${'x'.repeat(length - 1)}\n`).join(''));

interface Way {
  readonly matched: readonly Portion[];
  /** Bytes of all portions, those included that were tried in vain. */
  readonly tried: number;
}

/** Goes through the text as the matcher does when each line has so many hits. */
function goThrough(portions: Portions, text: Uint8Array, hitsOfLine: (start: number) => number): Way {
  const matched: Portion[] = [];
  let tried = 0;
  for (let from = 0; from < text.length; ) {
    const portion = portions.next(text, { from, end: text.length });
    tried += portion.end - portion.from;
    let hits = 0;
    for (let start = portion.from; start < portion.end; start = text.indexOf(10, start) + 1) hits += hitsOfLine(start);
    if (hits > MOST_HITS) portions.hadTooMany(portion);
    else {
      portions.hadFew(hits);
      matched.push(portion);
      from = portion.end;
    }
  }
  return { matched, tried };
}

describe('the portions of a text', () => {
  test('are the whole of it as long as its hits fit', () => {
    const text = textOf([5, 1, 300, 2]);
    expect(goThrough(new Portions(), text, () => MOST_HITS / 4).matched).toEqual([{ from: 0, end: text.length }]);
  });

  test('are whole lines, one at least, that together are the text, however many hits the lines have', () => {
    const line = fc.record({ length: fc.integer({ min: 1, max: 40 }), share: fc.integer({ min: 0, max: 9 }) });
    const property = fc.property(fc.array(line, { minLength: 1, maxLength: 60 }), (lines) => {
      const text = textOf(lines.map(({ length }) => length));
      const shares = new Map<number, number>();
      let start = 0;
      for (const { length, share } of lines) {
        shares.set(start, share);
        start += length;
      }
      const { matched, tried } = goThrough(new Portions(), text, (at) => ((shares.get(at) ?? 0) * MOST_HITS) / 9);
      expect(matched.map(({ from }) => from)).toEqual([0, ...matched.slice(0, -1).map(({ end }) => end)]);
      expect(matched.at(-1)?.end).toBe(text.length);
      expect(matched.every(({ from, end }) => end > from && text[end - 1] === 10)).toBe(true);
      expect(matched.every(({ from }) => shares.has(from))).toBe(true);
      // Halving down to a line costs as much as two texts; after that each portion may be tried in vain once at twice its size.
      expect(tried).toBeLessThan(8 * text.length + 100);
    });
    fc.assert(property, { numRuns: 300, seed: 8 });
  });

  test('stay small while hits are many, and grow again when they are few', () => {
    const portions = new Portions();
    const text = textOf(new Array(1024).fill(8));
    const dense = goThrough(portions, text, () => MOST_HITS / 16);
    expect(dense.matched.length).toBeGreaterThanOrEqual(64);
    expect(dense.tried).toBeLessThan(3 * text.length);
    expect(goThrough(portions, text, () => MOST_HITS / 16).tried).toBe(text.length);
    goThrough(portions, text, () => 0);
    expect(goThrough(portions, text, () => 0).matched.length).toBe(1);
  });
});

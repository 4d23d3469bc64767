import { describe, expect, test } from 'vitest';
import { keptDrawings } from './kept-drawings.ts';

describe('kept drawings', () => {
  test('are made once of each item, and are the same from then on', () => {
    const drawn: string[] = [];
    const drawingOf = keptDrawings(({ text }: { readonly text: string }) => {
      drawn.push(text);
      return { text };
    });
    const [first, second] = [{ text: 'first' }, { text: 'second' }];
    const before = [first].map(drawingOf);
    const after = [first, second].map(drawingOf);
    expect(drawn).toEqual(['first', 'second']);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toEqual({ text: 'second' });
  });

  test('are of an item and not of what it says', () => {
    const drawingOf = keptDrawings(({ text }: { readonly text: string }) => ({ text }));
    expect(drawingOf({ text: 'same' })).not.toBe(drawingOf({ text: 'same' }));
  });
});

import { expect, test } from 'vitest';
import { MUTE_SPANS } from './mute-spans.ts';

test('a mute ends after its hours, or at eight in the morning of the next day', () => {
  const now = new Date(2026, 10, 30, 23, 30);
  const ends = MUTE_SPANS.map(({ label, until }) => [label, until(now)]);
  expect(ends).toEqual([
    ['For 1 hour', new Date(2026, 11, 1, 0, 30)],
    ['For 8 hours', new Date(2026, 11, 1, 7, 30)],
    ['Until tomorrow', new Date(2026, 11, 1, 8)],
  ]);
});

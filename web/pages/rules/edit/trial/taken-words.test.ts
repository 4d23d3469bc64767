import { describe, expect, test } from 'vitest';
import type { RecentLines } from '../../../../api/shapes.ts';
import { takenWords } from './taken-words.ts';

const line: RecentLines['items'][number] = {
  at: '2026-01-01T00:00:00.000000000Z',
  stream: 'stdout',
  text: 'x',
  truncated: false,
  object: null,
  container_id: 'c',
  container_name: 'web-1',
};

describe('what is said of lines that were taken', () => {
  test.for<[number, RecentLines['unread'], string]>([
    [1, [], 'The newest line of its last hour.'],
    [7, [], 'The newest 7 lines of its last hour.'],
    [0, [], 'It has written nothing in the last hour.'],
    [0, [{ container_name: 'web-1', why: 'Too slow.' }], 'Too slow.'],
    [
      7,
      [{ container_name: 'web-1', why: 'Too slow.' }],
      'The newest 7 lines of its last hour, but not all of what web-1 wrote. Too slow.',
    ],
    [
      7,
      ['web-1', 'web-2'].map((container_name) => ({ container_name, why: 'Too slow.' })),
      'The newest 7 lines of its last hour, but not all of what 2 of its logs wrote. Too slow.',
    ],
  ])('names those that may be missing: %s lines', ([count, unread, words]) => {
    expect(takenWords({ items: Array.from({ length: count }, () => line), unread })).toBe(words);
  });
});

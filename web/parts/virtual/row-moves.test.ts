import { expect, test } from 'vitest';
import { ROW_KEYS } from './row-keys.ts';
import { ROW_MOVES } from './row-moves.ts';

test('the help tells of every key that goes from row to row', () => {
  expect(ROW_KEYS.flatMap(({ keys }) => keys).toSorted()).toEqual(Object.keys(ROW_MOVES).toSorted());
});

import type { KeyMeaning } from '../../keyboard/part-keys.ts';

/** What leads from row to row, for the help. */
export const ROW_KEYS: readonly KeyMeaning[] = [
  { keys: ['ArrowUp', 'ArrowDown'], does: 'To the row above or below' },
  { keys: ['PageUp', 'PageDown'], does: 'As many rows as can be seen' },
  { keys: ['Home', 'End'], does: 'To the first or the last row' },
];

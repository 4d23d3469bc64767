import type { KeyMeaning } from '../../../keyboard/part-keys.ts';

/** What keys do at a line of a log beside going to another one. */
export const LINE_KEYS: readonly KeyMeaning[] = [
  { keys: ['ArrowRight', 'ArrowLeft'], does: 'To what leads on from a line of a log, and back' },
  { keys: ['Escape'], does: 'From a line of a log back to what comes' },
];

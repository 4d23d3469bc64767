import type { KeyMeaning } from '../../../keyboard/part-keys.ts';

/** What keys do in a histogram, for the help. */
export const SPAN_KEYS: readonly KeyMeaning[] = [
  { keys: ['ArrowLeft', 'ArrowDown', 'ArrowRight', 'ArrowUp'], does: 'An earlier or a later time' },
  { keys: ['PageDown', 'PageUp'], does: 'Six steps earlier or later' },
  { keys: ['Home', 'End'], does: 'The first or the last time' },
  { keys: ['Shift'], does: 'With these keys: a longer time' },
  { keys: ['Escape'], does: 'One step alone again' },
  { keys: ['Enter'], does: 'Show the events of that time' },
];

// Ids of rows, as callers write them and as the tables have them.
import { ID_FORM } from '../core/id.ts';

/** Ids begin at 1: no row has this one. */
export const NO_ROW = 0;

/** The id of a row as callers write it; `NO_ROW` when no row can have it, so that a query finds nothing. */
export function rowId(id: string): number {
  const value = ID_FORM.test(id) ? Number(id) : NO_ROW;
  return Number.isSafeInteger(value) ? value : NO_ROW;
}

/** What the statements before have told of this key. Throws where they did not: another number in its place would be that of no row, or of another one. */
export function known(numbers: ReadonlyMap<string, number>, key: string): number {
  const found = numbers.get(key);
  if (found === undefined) throw new RangeError(`Nothing is known of "${key}" by now.`);
  return found;
}

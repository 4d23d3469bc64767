// Takes halves of characters out of values: in JSON they stand as escapes that strict readers refuse, and in UTF-8 they cannot stand at all.
import type { JsonValue } from './new-event.ts';

/** The value itself where it is well formed, as nearly all are; else one with U+FFFD in the place of each half, in names as well. */
export function wellFormedValue(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null || isWellFormed(value)) return value;
  if (Array.isArray(value)) return value.map(wellFormedValue);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name.toWellFormed(), wellFormedValue(part)]));
}

function isWellFormed(value: JsonValue): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, part]) => name.isWellFormed() && isWellFormed(part));
}

/** Of what an event tells besides its message. */
export const wellFormedFields = (fields: Readonly<Record<string, JsonValue>>): Readonly<Record<string, JsonValue>> =>
  isWellFormed(fields)
    ? fields
    : Object.fromEntries(Object.entries(fields).map(([name, part]) => [name.toWellFormed(), wellFormedValue(part)]));

// The field of a line that a rule looks at, as people write it: `level`, or `err.message` for one in an object.
import { GIVEN_NAME_HINT, isGivenName } from '../text/given-name.ts';
import { MOST_FIELD_CHARACTERS } from './rule-limits.ts';

/** What a field must be, as the end of a sentence; undefined when it is that. */
export function fieldNameFault(field: string): string | undefined {
  if (!isGivenName(field)) return `is ${GIVEN_NAME_HINT}`;
  return field.length > MOST_FIELD_CHARACTERS ? `has at most ${MOST_FIELD_CHARACTERS} characters` : undefined;
}

export const tooManyFields = (most: number): string =>
  `Rules look at ${most} different fields already, and may not look at more; take one of those, or match whole lines.`;

// The refusal of a change because of one of its fields.
import { TocsinError } from '../errors.ts';

/** One sentence, which stands with the field as well. `conflict`: what is there already stands in the way. */
export const fieldRefusal = (code: 'refused' | 'conflict', path: string, message: string): TocsinError =>
  new TocsinError(code, message, { details: [{ path, message }] });

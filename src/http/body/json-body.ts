// Reads the body of a request as JSON, and says where it is none.
import { TocsinError } from '../../core/errors.ts';
import { forbiddenKey } from './forbidden-key.ts';
import { jsonFault } from './json-fault.ts';

/** Characters of a path that are told, the last ones. */
const MOST_OF_A_PATH = 200;

/** Throws what its sender can act on. */
export function parseJsonBody(text: string): unknown {
  const value = parsed(text);
  const path = forbiddenKey(text, value)?.slice(-MOST_OF_A_PATH);
  if (path === undefined) return value;
  const message = `The key "${path}" cannot be taken: other programs would take it for a part of the language. Use another name.`;
  throw new TocsinError('bad_request', message, { details: [{ path, message: 'a key that cannot be taken' }] });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const position = jsonFault(text);
    const before = text.slice(0, position).split('\n');
    const place = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
    const message =
      position >= text.length
        ? 'The body is not valid JSON: it ends before its JSON does.'
        : `The body is not valid JSON: what stands at ${place} does not belong there.`;
    throw new TocsinError('bad_request', message, {
      cause,
      details: [{ path: '', message: 'invalid JSON', position }],
    });
  }
}

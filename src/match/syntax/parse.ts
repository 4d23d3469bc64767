import type { ParseResult } from './pattern.ts';

/** Reads a pattern in RE2 syntax, as Go accepts it. */
export function parsePattern(text: string): ParseResult {
  return { ok: false, fault: { code: 'bad_group', message: `Not read yet: ${text}`, position: 0 } };
}

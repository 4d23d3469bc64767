// Finds one field of a line of `key=value` pairs, among whatever else stands there.
import { isBlank } from './blank.ts';
import type { FieldSpan } from './json-field.ts';

const [QUOTE, BACKSLASH, EQUALS] = [0x22, 0x5c, 0x3d];

interface LineSpan {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** The last one with this key. A text whose closing quote is missing is no value, and neither is anything behind it. */
export function findLogfmtField(path: Uint8Array, { bytes, start, end }: LineSpan): FieldSpan | undefined {
  let found: FieldSpan | undefined;
  for (let at = start; at < end; ) {
    if (isBlank(bytes[at] ?? 0)) {
      at++;
      continue;
    }
    const keyEnd = behindKey(bytes, at, end);
    const hasValue = keyEnd > at && keyEnd < end && bytes[keyEnd] === EQUALS;
    const from = hasValue ? keyEnd + 1 : at;
    const isQuoted = from < end && bytes[from] === QUOTE;
    const to = isQuoted ? closingQuote(bytes, from + 1, end) : behindWord(bytes, from, end);
    if (to < 0) return undefined;
    if (hasValue && isAt(path, bytes, at) && keyEnd - at === path.length)
      found = { from: isQuoted ? from + 1 : from, to, isQuoted };
    at = isQuoted ? to + 1 : to;
  }
  return found;
}

function isAt(path: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let of = 0; of < path.length; of++) if (bytes[at + of] !== path[of]) return false;
  return true;
}

/** Behind what may be a key: up to `=`, a quote or a blank. */
function behindKey(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && !isBlank(bytes[at] ?? 0) && bytes[at] !== EQUALS && bytes[at] !== QUOTE) at++;
  return at;
}

function behindWord(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && !isBlank(bytes[at] ?? 0)) at++;
  return at;
}

/** -1 where there is none. */
function closingQuote(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    if (bytes[at] === QUOTE) return at;
    if (bytes[at] === BACKSLASH) at++;
  }
  return -1;
}

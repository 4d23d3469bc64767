// Finds members of a JSON object in a line, without making anything of the rest.

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [BRACE, BRACE_END, LIST, LIST_END] = [0x7b, 0x7d, 0x5b, 0x5d];

/** Where the values of the wanted members stand: two numbers each, of a text between its quotes; -1 where there is none. A value that is no text begins at `otherAt` of the first, which is less. */
export type MemberPlaces = Int32Array;

export const otherAt = (place: number): number => -1 - place;

/** Whether bytes[from, end) is an object as far as it was looked at. Of two members of one name the last counts. */
export function findMembers(
  { bytes, from, end }: { readonly bytes: Uint8Array; readonly from: number; readonly end: number },
  names: readonly Uint8Array[],
  places: MemberPlaces,
): boolean {
  places.fill(-1);
  let at = behindBlanks(bytes, from, end);
  if (bytes[at] !== BRACE) return false;
  at = behindBlanks(bytes, at + 1, end);
  if (bytes[at] === BRACE_END) return true;
  while (at < end) {
    if (bytes[at] !== QUOTE) return false;
    const nameEnd = textEnd(bytes, at + 1, end);
    const wanted = nameAt(bytes, { from: at + 1, end: nameEnd }, names);
    at = behindBlanks(bytes, nameEnd + 1, end);
    if (bytes[at] !== COLON) return false;
    at = behindBlanks(bytes, at + 1, end);
    const isText = bytes[at] === QUOTE;
    const valueEnd = isText ? textEnd(bytes, at + 1, end) : otherEnd(bytes, at, end);
    if (valueEnd >= end) return false;
    if (wanted >= 0) {
      places[wanted * 2] = isText ? at + 1 : otherAt(at);
      places[wanted * 2 + 1] = isText ? valueEnd : withoutBlanks(bytes, at, valueEnd);
    }
    at = behindBlanks(bytes, isText ? valueEnd + 1 : valueEnd, end);
    if (bytes[at] === BRACE_END) return true;
    if (bytes[at] !== COMMA) return false;
    at = behindBlanks(bytes, at + 1, end);
  }
  return false;
}

/** The quote that ends a text; `end` when none does. */
function textEnd(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at++;
  }
  return end;
}

/** Behind a number, a word, a list or an object. */
function otherEnd(bytes: Uint8Array, from: number, end: number): number {
  let depth = 0;
  for (let at = from; at < end; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = textEnd(bytes, at + 1, end);
    else if (byte === BRACE || byte === LIST) depth++;
    else if (depth === 0 && (byte === COMMA || byte === BRACE_END)) return at;
    else if (byte === BRACE_END || byte === LIST_END) depth--;
  }
  return end;
}

function behindBlanks(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && (bytes[at] ?? 0) <= 0x20) at++;
  return at;
}

function withoutBlanks(bytes: Uint8Array, from: number, end: number): number {
  let at = end;
  while (at > from && (bytes[at - 1] ?? 0) <= 0x20) at--;
  return at;
}

function nameAt(
  bytes: Uint8Array,
  { from, end }: { readonly from: number; readonly end: number },
  names: readonly Uint8Array[],
): number {
  for (let at = 0; at < names.length; at++) {
    const name = names[at];
    if (name?.length === end - from && standsAt(name, bytes, from)) return at;
  }
  return -1;
}

function standsAt(name: Uint8Array, bytes: Uint8Array, from: number): boolean {
  for (let at = 0; at < name.length; at++) if (bytes[from + at] !== name[at]) return false;
  return true;
}

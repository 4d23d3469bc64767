// The line feeds within one line: of a value that has some, as of a stack trace. Between lines stands `\n`, so they travel as another byte.

/** No character of UTF-8 has it. Patterns see a line feed there; nobody is shown it. */
export const INNER_NEWLINE = 0xff;

/** What stands for that byte where a log has it itself: to patterns and to the eye both are the same, a byte that is no character. */
const STAND_IN = 0xfe;

/** Makes room for line feeds that are to be put into these bytes, or are to be told from what was written there. */
export function freeInnerNewlines(bytes: Uint8Array): void {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = text.indexOf(INNER_NEWLINE); at >= 0; at = text.indexOf(INNER_NEWLINE, at + 1)) text[at] = STAND_IN;
}

/** Makes of the line feeds in these bytes some within one line. */
export function putInnerNewlines(bytes: Uint8Array): void {
  freeInnerNewlines(bytes);
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) bytes[at] = INNER_NEWLINE;
}

/** The bytes with a line feed at each place where one is within them; the very same where none is. */
export function withLineFeeds(bytes: Uint8Array): Uint8Array {
  const first = bytes.indexOf(INNER_NEWLINE);
  if (first < 0) return bytes;
  const fed = new Uint8Array(bytes);
  for (let at = first; at < fed.length; at++) if (fed[at] === INNER_NEWLINE) fed[at] = NEWLINE;
  return fed;
}

/** Of a line within which such bytes may stand, the first. */
export function firstOf(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(INNER_NEWLINE);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

const NEWLINE = 0x0a;

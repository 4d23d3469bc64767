// Escapes that stand for one character, within a class and without: \n, \x{1F600}, \033, \[.
import { MAX_CODE_POINT } from './ranges.ts';
import type { Reader } from './reader.ts';

/** \1 alone would be a back-reference. */
const OCTAL = /0[0-7]{0,2}|[1-7][0-7]{1,2}/y;
const HEXADECIMAL = /x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]+)\})/y;

const CONTROLS: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** What to write instead of escapes that other engines have. */
const ADVICE: Readonly<Record<string, string>> = {
  C: 'a single byte cannot be matched; write . for a character',
  Z: 'write \\z or $ for the end of the line',
  G: 'it cannot be known where an earlier match ended; write \\A or ^ for the start of the line',
  K: 'use a group to capture the part that you need',
  R: 'a line holds no line break; leave it out',
  X: 'write . for a character',
  h: 'write [ \\t]',
  H: 'write [^ \\t]',
  u: 'write the code point in hexadecimal as \\x{…}',
  U: 'write the code point in hexadecimal as \\x{…}',
  e: 'write \\x1b',
  N: 'write .',
};

/** Reads an escape at its backslash and gives the code point that it stands for. */
export function readEscapedCharacter(reader: Reader): number {
  const start = reader.position;
  reader.position += 1;
  if (reader.atEnd)
    reader.refuse('trailing_backslash', start, 'The pattern ends in a single backslash; write \\\\ for a backslash.');
  const octal = reader.match(OCTAL);
  if (octal) return Number.parseInt(octal[0], 8);
  const hex = reader.match(HEXADECIMAL);
  if (hex) return hexadecimal(reader, start, hex[1] ?? hex[2] ?? '');
  const letter = reader.next();
  const control = CONTROLS[letter];
  if (control !== undefined) return control;
  if (letter < '\x80' && !/[0-9A-Za-z]/.test(letter)) return letter.charCodeAt(0);
  return refuseEscape(reader, start, letter);
}

function hexadecimal(reader: Reader, start: number, digits: string): number {
  const codePoint = Number.parseInt(digits, 16);
  if (codePoint > MAX_CODE_POINT)
    reader.refuse('bad_escape', start, `The escape ${reader.since(start)} is beyond the last code point, 10FFFF.`);
  return codePoint;
}

function refuseEscape(reader: Reader, start: number, letter: string): never {
  if (/[1-9gk]/.test(letter))
    reader.refuse(
      'back_reference',
      start,
      `Back-references such as ${reader.since(start)} are not supported; write out what may stand there (for the character of an octal code, \\x{…}).`,
    );
  const advice = letter === 'x' ? 'write \\x followed by two hexadecimal digits, or \\x{…}' : ADVICE[letter];
  const meant = advice ?? 'letters and digits are escaped only when that has a meaning; write the character itself';
  return reader.refuse('bad_escape', start, `The escape ${reader.since(start)} is not supported: ${meant}.`);
}

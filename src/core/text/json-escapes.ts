// The text between two quotes, as JSON and logfmt write it, without its escapes.
import { INNER_NEWLINE } from './inner-newline.ts';

const [BACKSLASH, NEWLINE, LETTER_U] = [0x5c, 0x0a, 0x75];

/** By the byte behind a backslash: what both stand for; 0 where they are no escape. A line feed travels as it does within any line. */
const SHORT = new Uint8Array(256);
for (const [at, letter] of [...'bfnrt"\\/'].entries()) SHORT[letter.charCodeAt(0)] = '\b\f\n\r\t"\\/'.charCodeAt(at);
SHORT['n'.charCodeAt(0)] = INNER_NEWLINE;

interface Span {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly end: number;
}

/** Writes what bytes[from, end) mean to `into`, where there is room for as many; gives the place behind it. A backslash that begins no escape stays. */
export function writeUnescaped(
  { bytes, from, end }: Span,
  { bytes: into, at: to }: { readonly bytes: Uint8Array; readonly at: number },
): number {
  let [at, written] = [from, to];
  while (at < end) {
    const next = backslashAt(bytes, at, end);
    into.set(bytes.subarray(at, next), written);
    written += next - at;
    if (next >= end) break;
    const letter = next + 1 < end ? (bytes[next + 1] ?? 0) : 0;
    const short = SHORT[letter] ?? 0;
    const code = letter === LETTER_U ? codeAt(bytes, next, end) : undefined;
    if (short > 0) into[written++] = short;
    else if (code !== undefined) written = writeCode(into, written, code);
    else into[written++] = BACKSLASH;
    at = next + (short > 0 ? 2 : code === undefined ? 1 : code > 0xffff ? 12 : 6);
  }
  return written;
}

function backslashAt(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) if (bytes[at] === BACKSLASH) return at;
  return end;
}

/** Of `\u0041`, or of two of them that are one character; half of such a character is the one that stands for none. */
function codeAt(bytes: Uint8Array, at: number, end: number): number | undefined {
  const unit = unitAt(bytes, at, end);
  if (unit === undefined || unit < 0xd800 || unit > 0xdfff) return unit;
  const low = unit < 0xdc00 ? unitAt(bytes, at + 6, end) : undefined;
  const isPair = low !== undefined && low >= 0xdc00 && low <= 0xdfff;
  return isPair ? 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00) : 0xfffd;
}

function unitAt(bytes: Uint8Array, at: number, end: number): number | undefined {
  if (at + 6 > end || bytes[at] !== BACKSLASH || bytes[at + 1] !== LETTER_U) return undefined;
  const text = String.fromCharCode(...bytes.subarray(at + 2, at + 6));
  return /^[\da-f]{4}$/i.test(text) ? Number.parseInt(text, 16) : undefined;
}

function writeCode(into: Uint8Array, at: number, code: number): number {
  if (code === NEWLINE) {
    into[at] = INNER_NEWLINE;
    return at + 1;
  }
  const text = Buffer.from(String.fromCodePoint(code));
  into.set(text, at);
  return at + text.length;
}

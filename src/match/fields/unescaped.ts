// The text between two quotes, as JSON and logfmt write it, without its escapes.
import { INNER_NEWLINE } from '../../core/text/inner-newline.ts';

const BACKSLASH = 0x5c;

/** What stands behind a backslash for one byte. A line feed travels as it does within any line. */
const SHORT: ReadonlyMap<number, number> = new Map([
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x6e, INNER_NEWLINE],
  [0x72, 0x0d],
  [0x74, 0x09],
  [0x22, 0x22],
  [0x2f, 0x2f],
  [BACKSLASH, BACKSLASH],
]);

/** Writes it to `into` from `at` on, where there is room for as many bytes as there are; gives the place behind it. A backslash that begins no escape stays. */
export function writeUnescaped(raw: Uint8Array, into: Uint8Array, at: number): number {
  const text = Buffer.from(raw.buffer, raw.byteOffset, raw.length);
  let [from, written] = [0, at];
  for (let next = text.indexOf(BACKSLASH); next >= 0; next = text.indexOf(BACKSLASH, from)) {
    into.set(raw.subarray(from, next), written);
    written += next - from;
    const { length, bytes } = escapeAt(text, next);
    into.set(bytes, written);
    written += bytes.length;
    from = next + length;
  }
  into.set(raw.subarray(from), written);
  return written + raw.length - from;
}

interface Escape {
  readonly length: number;
  readonly bytes: Uint8Array;
}

function escapeAt(text: Buffer, at: number): Escape {
  const short = SHORT.get(text[at + 1] ?? -1);
  if (short !== undefined) return { length: 2, bytes: Uint8Array.of(short) };
  const unit = unitAt(text, at);
  if (unit === undefined) return { length: 1, bytes: Uint8Array.of(BACKSLASH) };
  if (unit === 10) return { length: 6, bytes: Uint8Array.of(INNER_NEWLINE) };
  const second = isHigh(unit) ? unitAt(text, at + 6) : undefined;
  // Half a pair becomes U+FFFD.
  const isPair = second !== undefined && second >= 0xdc00 && second <= 0xdfff;
  const character = isPair ? String.fromCharCode(unit, second) : String.fromCharCode(unit);
  return { length: isPair ? 12 : 6, bytes: Buffer.from(character) };
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/** The code unit that `\uXXXX` at this place is. */
function unitAt(text: Buffer, at: number): number | undefined {
  const digits = text.toString('latin1', at, at + 6);
  return /^\\u[\da-fA-F]{4}$/.test(digits) ? Number.parseInt(digits.slice(2), 16) : undefined;
}

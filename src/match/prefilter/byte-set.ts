// What may stand at one place of the text that is looked for: sets of byte values, and what the kernel makes of them.
import { CARRIAGE_RETURN, NEWLINE } from '../../core/text/line-end.ts';
import { FOLD4 } from '../wasm/layout.ts';

/** Some byte values, ascending: what may stand at one place of a window. */
export type ByteSet = Uint8Array;

const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte);
export const ANY_BYTE: ByteSet = ALL_BYTES;

/** The sets of one byte: most of what patterns spell. */
const SINGLES: readonly ByteSet[] = Array.from(ALL_BYTES, (byte) => Uint8Array.of(byte));

export const single = (byte: number): ByteSet => SINGLES[byte] ?? ANY_BYTE;

/** The bytes of sorted ranges lo, hi, lo, hi, … as far as they are below `limit`. */
export function bytesOfRanges(ranges: readonly number[], limit: number): ByteSet {
  const [low = 0, high = 0] = ranges;
  if (ranges.length === 2 && low === high && low < limit) return single(low);
  const bytes: number[] = [];
  for (let i = 0; i < ranges.length; i += 2) {
    for (let byte = ranges[i] ?? 0; byte < limit && byte <= (ranges[i + 1] ?? 0); byte++) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

/** What stands before a line's first byte. */
export const BEFORE_LINE: ByteSet = Uint8Array.of(NEWLINE);

/** What stands behind a line's last byte: `\n`, or the one `\r` before it that is no part of the line. */
export const BEHIND_LINE: ByteSet = Uint8Array.of(NEWLINE, CARRIAGE_RETURN);

export const isWordByte = (byte: number): boolean =>
  (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || byte === 95 || (byte >= 97 && byte <= 122);

/** What stands on the other side of a word boundary. Bytes of other than ASCII characters belong here: `\b` is ASCII only. */
export const NO_WORD: ByteSet = ALL_BYTES.filter((byte) => !isWordByte(byte));

/** The kernel ORs every byte with this before it hashes: letters lose their case, and so may a window's. */
export const FOLD = FOLD4 & 0xff;

const foldedSets = new WeakMap<ByteSet, Uint8Array>();

/** The set as the kernel's hash sees it. */
export function folded(set: ByteSet): Uint8Array {
  let fold = foldedSets.get(set);
  if (fold === undefined) {
    fold = new Uint8Array(new Set(set.map((byte) => byte | FOLD)));
    foldedSets.set(set, fold);
  }
  return fold;
}

/** The bits that all members share: a byte b can be a member only if (b & mask) === value. A digit is 0x3_, so digits are not lost. */
export function sharedBits(set: ByteSet): { readonly value: number; readonly mask: number } {
  const first = set[0] ?? 0;
  let mask = 255;
  for (let i = 1; i < set.length; i++) mask &= ~((set[i] ?? 0) ^ first);
  return { value: first & mask, mask };
}

/** Whether bytes of the set can only stand inside of a line. */
export const isNewlineFree = (set: ByteSet): boolean =>
  set.length === 1 ? set[0] !== NEWLINE : !set.includes(NEWLINE);

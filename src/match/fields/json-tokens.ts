// The parts of JSON that hold no other ones, in the bytes of a line: where such a part ends that begins at a place.

const [TRUE, FALSE, NULL] = ['true', 'false', 'null'].map((word) => Buffer.from(word));
const [PLUS, MINUS, DOT, ZERO, NINE] = [0x2b, 0x2d, 0x2e, 0x30, 0x39];

/** ORed to a letter, it makes it small. */
const SMALL = 0x20;

/** Behind the number, true, false or null that begins at a place; -1 where none does. */
export function behindPlainValue(bytes: Uint8Array, at: number, end: number): number {
  const first = byteAt(bytes, at, end);
  const word = first === 0x74 ? TRUE : first === 0x66 ? FALSE : first === 0x6e ? NULL : undefined;
  if (word === undefined) return behindNumber(bytes, at, end);
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return -1;
  return at + word.length <= end ? at + word.length : -1;
}

function behindNumber(bytes: Uint8Array, start: number, end: number): number {
  const first = byteAt(bytes, start, end) === MINUS ? start + 1 : start;
  let at = behindDigits(bytes, first, end);
  if (at < 0 || (bytes[first] === ZERO && at > first + 1)) return -1;
  if (byteAt(bytes, at, end) === DOT) {
    at = behindDigits(bytes, at + 1, end);
    if (at < 0) return -1;
  }
  if ((byteAt(bytes, at, end) | SMALL) !== 0x65) return at;
  const sign = byteAt(bytes, at + 1, end);
  return behindDigits(bytes, sign === PLUS || sign === MINUS ? at + 2 : at + 1, end);
}

/** Behind one digit at least; -1 where there is none. */
function behindDigits(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  for (let byte = bytes[at] ?? 0; at < end && byte >= ZERO && byte <= NINE; byte = bytes[at] ?? 0) at++;
  return at > from ? at : -1;
}

/** -1 at the end. */
const byteAt = (bytes: Uint8Array, at: number, end: number): number => (at < end ? (bytes[at] ?? -1) : -1);

/** By byte: whether it is an escape of two bytes behind a backslash. */
const SHORT_ESCAPES = Uint8Array.from({ length: 256 }, (_, byte) =>
  '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? 1 : 0,
);

/** Bytes of the escape that begins at a backslash; 0 where it is none. */
export function escapeLength(bytes: Uint8Array, at: number, end: number): number {
  const kind = bytes[at + 1] ?? 0;
  if (SHORT_ESCAPES[kind] === 1) return at + 1 < end ? 2 : 0;
  if (kind !== 0x75 || at + 6 > end) return 0;
  for (let digit = at + 2; digit < at + 6; digit++) if (!isHex(bytes[digit] ?? 0)) return 0;
  return 6;
}

const isHex = (byte: number): boolean =>
  (byte >= ZERO && byte <= NINE) || ((byte | SMALL) >= 0x61 && (byte | SMALL) <= 0x66);

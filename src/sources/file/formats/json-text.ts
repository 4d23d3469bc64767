// A text of JSON without its escapes.

const BACKSLASH = 0x5c;
const SHORT = new Map(
  [...'bfnrt"\\/'].map((letter, at) => [letter.charCodeAt(0), '\b\f\n\r\t"\\/'.charCodeAt(at)] as const),
);

/** What the text in bytes[from, end) means is written to `into`, which has room for as many bytes; gives the place behind it. What is no escape stays as it is. */
export function writeText(
  { bytes, from, end }: { readonly bytes: Uint8Array; readonly from: number; readonly end: number },
  { bytes: into, at: to }: { readonly bytes: Uint8Array; readonly at: number },
): number {
  let [at, written] = [from, to];
  while (at < end) {
    const next = escapeAt(bytes, at, end);
    into.set(bytes.subarray(at, next), written);
    written += next - at;
    if (next >= end) break;
    const letter = bytes[next + 1] ?? 0;
    const short = next + 1 < end ? SHORT.get(letter) : undefined;
    const code = letter === 0x75 ? codeAt(bytes, next, end) : undefined;
    if (short !== undefined) into[written++] = short;
    else if (code !== undefined) written = writeCode(into, written, code);
    else into[written++] = BACKSLASH;
    at = next + (short !== undefined ? 2 : code === undefined ? 1 : code > 0xffff ? 12 : 6);
  }
  return written;
}

function escapeAt(bytes: Uint8Array, from: number, end: number): number {
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
  if (at + 6 > end || bytes[at] !== BACKSLASH || bytes[at + 1] !== 0x75) return undefined;
  const text = String.fromCharCode(...bytes.subarray(at + 2, at + 6));
  return /^[\da-f]{4}$/i.test(text) ? Number.parseInt(text, 16) : undefined;
}

function writeCode(into: Uint8Array, at: number, code: number): number {
  const text = Buffer.from(String.fromCodePoint(code));
  into.set(text, at);
  return at + text.length;
}

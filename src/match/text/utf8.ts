// UTF-8 as Go decodes it: the one place that knows which bytes are characters, and what becomes of those that are not.
import { isUtf8 } from 'node:buffer';

/** What each invalid byte counts as. */
export const REPLACEMENT = 0xfffd;

/** A first byte of longer characters: first to last, the bits of it that count, how many bytes follow, and the range of the second. */
export interface Lead {
  readonly first: number;
  readonly last: number;
  readonly mask: number;
  readonly following: number;
  readonly lo: number;
  readonly hi: number;
}

/** The narrower second bytes keep out overlong forms (E0, F0), surrogates (ED) and what lies beyond 10FFFF (F4). */
export const LEADS: readonly Lead[] = [
  { first: 0xc2, last: 0xdf, mask: 0x1f, following: 1, lo: 0x80, hi: 0xbf },
  { first: 0xe0, last: 0xe0, mask: 0x0f, following: 2, lo: 0xa0, hi: 0xbf },
  { first: 0xe1, last: 0xec, mask: 0x0f, following: 2, lo: 0x80, hi: 0xbf },
  { first: 0xed, last: 0xed, mask: 0x0f, following: 2, lo: 0x80, hi: 0x9f },
  { first: 0xee, last: 0xef, mask: 0x0f, following: 2, lo: 0x80, hi: 0xbf },
  { first: 0xf0, last: 0xf0, mask: 0x07, following: 3, lo: 0x90, hi: 0xbf },
  { first: 0xf1, last: 0xf3, mask: 0x07, following: 3, lo: 0x80, hi: 0xbf },
  { first: 0xf4, last: 0xf4, mask: 0x07, following: 3, lo: 0x80, hi: 0x8f },
];

const valid = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The text of a line as patterns see it. Each invalid byte is one U+FFFD; a TextDecoder alone would make one of several
 * bytes that begin a character, and drop a byte order mark.
 */
export function decodeLine(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return valid.decode(bytes);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = characterLength(bytes, at);
    parts.push(length === 0 ? '\ufffd' : valid.decode(bytes.subarray(at, at + length)));
    at += Math.max(length, 1);
  }
  return parts.join('');
}

/** The bytes of the character that begins at a place, 0 when none does. */
function characterLength(bytes: Uint8Array, at: number): number {
  const byte = bytes[at] ?? 0;
  if (byte < 0x80) return 1;
  const lead = LEADS.find(({ first, last }) => first <= byte && byte <= last);
  if (!lead || at + lead.following >= bytes.length) return 0;
  for (let i = 1; i <= lead.following; i++) {
    const next = bytes[at + i] ?? 0;
    if (next < (i === 1 ? lead.lo : 0x80) || next > (i === 1 ? lead.hi : 0xbf)) return 0;
  }
  return lead.following + 1;
}

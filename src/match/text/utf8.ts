// UTF-8 as Go decodes it: the one place that knows which bytes are characters, and what becomes of those that are not.
import { isUtf8 } from 'node:buffer';
import { INNER_NEWLINE } from '../../core/text/inner-newline.ts';

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
 * The text of a line as patterns see it. Each invalid byte is one U+FFFD, but for the one that stands for a line feed within the line; a TextDecoder alone would make one of several
 * bytes that begin a character, and drop a byte order mark.
 */
export function decodeLine(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return valid.decode(bytes);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = endOfValid(bytes, at);
    if (end > at) parts.push(valid.decode(bytes.subarray(at, end)));
    if (end < bytes.length) parts.push(bytes[end] === INNER_NEWLINE ? '\n' : '\ufffd');
    at = end + 1;
  }
  return parts.join('');
}

/** Bytes of a piece: much longer than most lines, much shorter than what a string may hold. */
const PIECE_BYTES = 64 * 1024;

/** A line in pieces that part no character, so that one of any length takes little memory. */
export function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const end = characterStart(bytes, Math.min(at + PIECE_BYTES, bytes.length));
    yield bytes.subarray(at, end);
    at = end;
  }
}

/** The text of a line in such pieces. */
export function* decodePieces(bytes: Uint8Array): Generator<string> {
  for (const piece of piecesOf(bytes)) yield decodeLine(piece);
}

/** The length of the text, as JavaScript counts it. */
export function decodedLength(bytes: Uint8Array): number {
  let length = 0;
  for (const piece of decodePieces(bytes)) length += piece.length;
  return length;
}

/** Where the valid characters from `at` on end. */
function endOfValid(bytes: Uint8Array, at: number): number {
  let end = at;
  while (end < bytes.length) {
    const length = characterLength(bytes, end);
    if (length === 0) break;
    end += length;
  }
  return end;
}

/** The last place up to `at` that lies within no character. A character has at most three bytes behind its first. */
function characterStart(bytes: Uint8Array, at: number): number {
  if (at >= bytes.length) return bytes.length;
  for (let start = at; start > at - 4; start--) if (((bytes[start] ?? 0) & 0xc0) !== 0x80) return start;
  return at;
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

// Texts without what spellings of the same thing differ in, cut into pieces that can be looked for.

/** So many signs of a secret in a row are as good as the secret. */
export const GRAM = 12;

/** Spaces and line ends, what base64 writes in two ways, what may be escaped by a backslash, and what cannot be seen. */
const FILLER = '[\\s\\0-\\x1f\\x7f-\\x9f\\u00ad\\u061c\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff+/_=\\\\-]';
const [ONE, ALL] = [new RegExp(FILLER), new RegExp(FILLER, 'g')];

/** What of a text is compared. */
export interface Compared {
  readonly text: string;
  /** Of each unit, its place in the text that it came from. */
  readonly at: readonly number[];
}

/** As many units as there are that are no filler. */
export const fold = (text: string): string => small(text.replaceAll(ALL, ''));

/** The same, with the places. */
export function folded(text: string): Compared {
  const at: number[] = [];
  for (let place = 0; place < text.length; place++) if (!ONE.test(text.charAt(place))) at.push(place);
  return { text: fold(text), at };
}

/** What cannot be seen could stand between the signs of a secret. */
export const UNSEEN = /[\p{Cc}\p{Cf}\ufffd]/gu;
const [SPACE, HIDDEN] = [/\s/, new RegExp(UNSEEN.source, 'u')];

/** As it is written: every sign that can be seen counts, and spaces in a row are one. */
export function written(text: string): Compared {
  const units: string[] = [];
  const at: number[] = [];
  let place = 0;
  for (const sign of text) {
    const isSpace = SPACE.test(sign);
    if (isSpace ? (units.at(-1) ?? ' ') !== ' ' : !HIDDEN.test(sign))
      for (let unit = 0; unit < sign.length; unit++) {
        units.push(isSpace ? ' ' : sign.charAt(unit));
        at.push(place + unit);
      }
    place += sign.length;
  }
  return { text: small(units.join('')), at };
}

/** In small letters, each of them alone and as long as before: `\u0130` has a small letter of two, and a sigma another one where a word ends. */
const small = (text: string): string => text.replaceAll('\u0130', 'i').toLowerCase().replaceAll('\u03c2', '\u03c3');

const BASE = 0x01000193;
const FIRST = Array.from({ length: GRAM - 1 }).reduce<number>((power) => Math.imul(power, BASE), 1);

/** Visits each piece of `GRAM` units with a number for it; in one pass. */
export function eachGram(text: string, visit: (hash: number, at: number) => void): void {
  let hash = 0;
  for (let end = 0; end < text.length; end++) {
    const leaving = end >= GRAM ? Math.imul(text.charCodeAt(end - GRAM), FIRST) : 0;
    hash = (Math.imul(hash - leaving, BASE) + text.charCodeAt(end)) | 0;
    if (end >= GRAM - 1) visit(hash, end - GRAM + 1);
  }
}

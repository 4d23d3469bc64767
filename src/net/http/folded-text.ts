// Texts without what spellings of the same thing differ in, cut into pieces that can be looked for.

/** So many signs of a secret in a row are as good as the secret. */
export const GRAM = 12;

/** Spaces and line ends, what base64 writes in two ways, what may be escaped by a backslash, and what cannot be seen. */
const FILLER = '[\\s\\0-\\x1f\\x7f-\\x9f\\u00ad\\u061c\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff+/_=\\\\-]';
const [ONE, ALL] = [new RegExp(FILLER), new RegExp(FILLER, 'g')];

export const isFiller = (unit: string): boolean => ONE.test(unit);

/** As many units as there are that are no filler. */
export function fold(text: string): string {
  const signs = text.replaceAll(ALL, '');
  const lower = signs.toLowerCase();
  return lower.length === signs.length ? lower : signs;
}

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

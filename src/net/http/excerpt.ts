// What of a receiver's answer may be shown: a short beginning, without secrets and without anything that steers a terminal.
import { scrubText } from '../../telemetry/secret-text.ts';
import { UNSEEN } from './folded-text.ts';
import { masked } from './masked.ts';

export const EXCERPT_BYTES = 512;
/** What is looked at of a body. */
const MOST_BYTES = 16 * 1_024;
/** And of that, without what is not shown of it: enough that what is masked can be replaced by what follows. */
const MOST_UNITS = 2_048;

/** `isWhole` is false when the body goes on, or broke off: then its end may be the beginning of a secret. */
export function excerpt(body: Uint8Array, secrets: readonly string[], isWhole = true): string {
  const text = new TextDecoder().decode(body.subarray(0, MOST_BYTES));
  const plain = text.replaceAll(/\s+/g, ' ').replaceAll(UNSEEN, '').replaceAll(/ {2,}/g, ' ').trim();
  const isCut = !isWhole || body.length > MOST_BYTES || plain.length > MOST_UNITS;
  const looked = isCut ? plain.slice(0, MOST_UNITS).replace(HALF_AN_ESCAPE, '') : plain;
  const shown = scrubText(masked(looked, secrets, { isCut }));
  return withinBytes(isCut ? withoutLastWord(shown) : shown, EXCERPT_BYTES);
}

const HALF_AN_ESCAPE = /(?:%[0-9a-f]?|\\(?:u[0-9a-f]{0,3}|x[0-9a-f]?)?|&(?:#x?)?[0-9a-z]{0,7})$/i;
const BETWEEN_WORDS = /[\s"'<>,;{}[\]]/;

/** It may be half of what looks like a secret. */
function withoutLastWord(text: string): string {
  let end = text.length;
  while (end > 0 && !BETWEEN_WORDS.test(text.charAt(end - 1))) end--;
  return text.slice(0, end).trimEnd();
}

function withinBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  let end = 0;
  let size = Buffer.byteLength('…');
  for (const character of text) {
    size += Buffer.byteLength(character);
    if (size > most) break;
    end += character.length;
  }
  return `${text.slice(0, end)}…`;
}

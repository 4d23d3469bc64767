// What of a receiver's answer may be shown: a short beginning, without secrets and without anything that steers a terminal.
import { HARMFUL_CHARACTERS } from '../../core/lines/harmful-characters.ts';
import { MASK, scrubText } from '../../telemetry/secret-text.ts';

export const EXCERPT_BYTES = 512;
/** Shorter ones are no secrets, and would mask every other word. */
const SHORTEST_SECRET = 4;

/** Secrets are masked first and cut off afterwards, so that none is cut in two before it is seen. */
export function excerpt(body: Uint8Array, secrets: readonly string[]): string {
  const text = new TextDecoder().decode(body);
  const plain = scrubText(masked(text, secrets)).replaceAll(/\s+/g, ' ').replaceAll(HARMFUL_CHARACTERS, '').trim();
  return withinBytes(plain, EXCERPT_BYTES);
}

/** Each secret in every form in which a receiver may repeat it. */
export function masked(text: string, secrets: readonly string[]): string {
  const forms = new Set(secrets.filter(({ length }) => length >= SHORTEST_SECRET).flatMap(formsOf));
  // The longest first: a shorter one may be a part of it.
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  return ordered.reduce((rest, form) => rest.replaceAll(form, MASK), text);
}

function formsOf(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const html = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const base64 = Buffer.from(secret).toString('base64');
  const encoded = encodeURIComponent(secret.toWellFormed());
  return [
    secret,
    json,
    json.replaceAll('/', '\\/'),
    html,
    html.replaceAll('"', '&quot;'),
    encoded,
    base64,
    base64.replace(/=+$/, ''),
  ];
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

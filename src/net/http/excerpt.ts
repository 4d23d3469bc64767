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
  // Once more: without what was between its characters, as in text of two bytes each, a secret is one again.
  return withinBytes(scrubText(masked(plain, secrets)), EXCERPT_BYTES);
}

/** Each secret in every form in which a receiver may repeat it. */
export function masked(text: string, secrets: readonly string[]): string {
  const distinct = [...new Set(secrets)].filter(({ length }) => length >= SHORTEST_SECRET);
  const forms = new Set(distinct.flatMap(formsOf));
  // The longest first: a shorter one may be a part of it.
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  return ordered.reduce((rest, form) => rest.replaceAll(form, MASK), text);
}

function formsOf(secret: string): readonly string[] {
  return [secret, ...jsonForms(secret), ...htmlForms(secret), ...urlForms(secret), ...base64Forms(secret)];
}

/** Each language escapes other characters besides; and JSON stands in JSON. */
function jsonForms(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const escaped = (text: string, which: RegExp): string =>
    text.replaceAll(which, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const all = [json, json.replaceAll('/', '\\/'), escaped(json, /[&<>]/g), escaped(json, /[^\0-\x7f]/g)];
  return [...all, JSON.stringify(json).slice(1, -1)];
}

function htmlForms(secret: string): readonly string[] {
  const html = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quoted = (double: string, single: string): string => html.replaceAll('"', double).replaceAll("'", single);
  return [html, quoted('&quot;', "'"), quoted('&quot;', '&#39;'), quoted('&quot;', '&#x27;'), quoted('&#34;', '&#39;')];
}

function urlForms(secret: string): readonly string[] {
  const url = encodeURIComponent(secret.toWellFormed());
  const form = new URLSearchParams({ a: secret }).toString().slice(2);
  const lower = (text: string): string => text.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  return [url, lower(url), form, lower(form), encodeURI(secret.toWellFormed())];
}

function base64Forms(secret: string): readonly string[] {
  const base64 = Buffer.from(secret).toString('base64');
  return [base64, base64.replace(/=+$/, ''), Buffer.from(secret).toString('base64url')];
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

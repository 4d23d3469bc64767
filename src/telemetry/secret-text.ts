// Masks what looks like a secret inside a text.
import { maskKnownTokens } from './known-tokens.ts';
import { isSecretName } from './secret-names.ts';

export const MASK = '[redacted]';

/**
 * Masks what looks like a secret inside a text: a password or a token in a URL, a `Bearer`, `Basic` or `ApiKey` credential, an API token of ours and those of others
 * that are known by their form, a private key in PEM, a header that carries credentials, and the value of `name=value`, `"name":"value"`, `name: 'value'`
 * or `password: value` where the name is a secret's.
 * What a pattern looks at from one place is bounded, and little, so that the time stays linear in the text's length.
 */
export function scrubText(text: string): string {
  const known = maskKnownTokens(text, MASK);
  if (!MAY_HOLD_SECRET.test(known)) return known;
  return known
    .replace(PEM_KEY, `$1${MASK}`)
    .replace(WORD, maskUrlPassword)
    .replace(OWN_TOKEN, `tcs_${MASK}`)
    .replace(CREDENTIAL, (whole, scheme: string, value: string) =>
      scheme.toLowerCase() !== 'bearer' && PLAIN_WORD.test(value) ? whole : `${scheme} ${MASK}`,
    )
    .replace(ASSIGNMENT, maskNamed)
    .replace(JSON_FIELD, maskNamed)
    .replace(NESTED_JSON_FIELD, maskNamed)
    .replace(QUOTED_FIELD, maskNamed)
    .replace(HEADER, `$1${MASK}`)
    .replace(SPOKEN, `$1${MASK}`);
}

function maskNamed(whole: string, ...[start, name = '', sign]: readonly string[]): string {
  return isSecretName(name) ? `${start}${name}${sign}${MASK}` : whole;
}

/** One cheap look that spares most texts the rest. */
const MAY_HOLD_SECRET =
  /:\/\/|tcs_|bearer|basic|=|["']\s*:|:\s*["']|authorization|cookie|api[-_ ]?key|passw|passphrase|secret|PRIVATE KEY/i;

/** The block may have lost its end; then all that follows is the key. */
const PEM_KEY = /(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----)[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g;

const WORD = /[^\s"'<>]+/g;
const URL_START = '://';
/** Digits and a slash after the colon are a port. */
const URL_USER = /[^/?#:@]{0,256}:(?!\d{1,5}[/?#])/y;

/** A token in the place of a user: longer than what people are called. */
const URL_TOKEN = /[^/?#:@]{16,256}@/y;

/** Up to the last `@` of the word, because people forget to encode theirs. Looked for once: a word may be full of beginnings of URLs. */
function maskUrlPassword(word: string): string {
  const end = word.lastIndexOf('@');
  for (let at = word.indexOf(URL_START); at >= 0 && at < end; at = word.indexOf(URL_START, at + 1)) {
    URL_USER.lastIndex = at + URL_START.length;
    if (URL_USER.test(word) && URL_USER.lastIndex < end)
      return `${word.slice(0, URL_USER.lastIndex)}${MASK}${word.slice(end)}`;
    URL_TOKEN.lastIndex = at + URL_START.length;
    if (URL_TOKEN.test(word))
      return `${word.slice(0, at + URL_START.length)}${MASK}${word.slice(URL_TOKEN.lastIndex - 1)}`;
  }
  return word;
}

/** Shorter ones are hints, which name a token without being it. */
const OWN_TOKEN = /\btcs_[\w-]{16,}/g;

const CREDENTIAL = /\b(bearer|basic|apikey)\s{1,8}([\w.~+/=-]{8,})/gi;
const PLAIN_WORD = /^[a-z]+$/;

/** `password=…`, in a query, a connection string or a command line. */
const ASSIGNMENT = /()([A-Za-z][\w.-]{1,100})(\s?=\s?)(?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^\s"'&;,<>]+)/g;

const JSON_FIELD = /(")([\w.-]{2,100})("\s{0,8}:\s{0,8})(?:"(?:[^"\\]|\\.)*(?:"|$)|[\d.eE+-]+)/g;

/** JSON that stands as a text inside of JSON; three backslashes and a quote are a quote within the value. */
const NESTED_JSON_FIELD =
  /(\\")([\w.-]{2,100})(\\"\s{0,8}:\s{0,8})(?:\\"(?:\\{3}"|[^"\\]|\\[^"])*(?:\\"|$)|[\d.eE+-]+)/g;

/** As JavaScript and YAML print it: `password: 'hunter2'`. */
const QUOTED_FIELD =
  /(["']?)([A-Za-z][\w.-]{1,100})(["']?\s{0,8}:\s{0,8})(?:'(?:[^'\\]|\\.)*(?:'|$)|"(?:[^"\\]|\\.)*(?:"|$))/g;

const HEADER = /\b((?:proxy-)?authorization:\s?|(?:set-)?cookie:\s?|x-[\w-]{0,40}(?:key|token):\s?)[^\r\n]+/gi;

/** As people write it: `password: hunter2`. Only of names that are hardly ever said of something else. */
const SPOKEN =
  /\b((?:password|passwd|passphrase|(?:client[-_ ]?)?secret|api[-_ ]?key)"?\s{0,8}:\s{1,8})[^\s"'[{][^\s"',;]{3,}/gi;

// What of a header a receiver may repeat: the whole value, or what is secret within it.

/** Shorter ones are words, such as the name of a scheme. */
const SHORTEST = 8;
/** Of those; each is looked for in some twenty spellings. */
const MOST_PARTS = 8;

/** `Bearer abc…` as a whole and the token alone, however short, `a=b; c=d` by its values, and what `Basic` carries in the clear. */
export function headerSecrets(value: string): readonly string[] {
  const parts = value.split(/[\s,;]+|=(?=[^=\s])/);
  const [scheme = '', credentials = ''] = parts;
  const login = scheme.toLowerCase() === 'basic' ? Buffer.from(credentials, 'base64').toString() : '';
  const password = login.slice(login.indexOf(':') + 1);
  const long = parts.filter(({ length }) => length >= SHORTEST).slice(0, MOST_PARTS);
  const token = /^\S+\s+(?<token>\S+)$/.exec(value)?.groups?.token ?? '';
  return [...new Set([value, token, ...long, login, password])].filter((text) => text !== '');
}

// Things to log that hide a secret wherever one can hide: under a name that says so, or in a text that shows it, at a depth that depends on the number.
import { Secret } from '../../src/config/secret.ts';

export const SECRET = 'S3CR3T-hunter2';

/** The secret as it would look if somebody had encoded it on the way. */
export const SECRET_FORMS: readonly string[] = [
  SECRET,
  ...[0, 1, 2].map((skipped) =>
    Buffer.from(`${'-'.repeat(skipped)}${SECRET}`)
      .toString('base64')
      .slice(4, -4),
  ),
  Buffer.from(SECRET).toString('hex'),
  [...Buffer.from(SECRET)].join(','),
];

const NAMES = ['password', 'api_key', 'authorization', 'session-id', 'smtpPassword', 'OLD_TOKEN'];
const URL_WITH_IT = `https://ada:${SECRET}@example.org/`;
const PEM = `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----`;

/** Each gives what it gives anew, because some of it cannot be used twice. */
const SHAPES: readonly ((name: string) => Readonly<Record<string, unknown>>)[] = [
  (name) => ({ [name]: SECRET }),
  (name) => ({ [name]: [SECRET, { value: SECRET }] }),
  (name) => Object.assign(Object.create(null), { [name]: Number.NaN, other: { [name]: { deep: [SECRET] } } }),
  () => ({ url: URL_WITH_IT, parsed: new URL(URL_WITH_IT), [URL_WITH_IT]: 1 }),
  () => ({ error: new Error(`password=${SECRET}`, { cause: new Error(`Authorization: Bearer ${SECRET}`) }) }),
  () => ({ error: new AggregateError([new Error(`{"token":"${SECRET}"}`), { apiKey: SECRET }], URL_WITH_IT) }),
  (name) => ({ error: Object.assign(new TypeError('it failed'), { config: { headers: { [name]: SECRET } } }) }),
  () => ({ headers: new Headers({ authorization: `Bearer ${SECRET}`, cookie: `sid=${SECRET}` }) }),
  () => ({ headers: ['Accept', '*/*', 'Authorization', SECRET, 'Cookie', `sid ${SECRET}`] }),
  () => ({ headers: [['authorization', SECRET]], fields: [{ name: 'cookie', value: SECRET }] }),
  () => ({ text: `POST / HTTP/1.1\r\nSet-Cookie: sid=${SECRET}; Path=/\r\nX-Api-Key: ${SECRET}\r\n\r\n` }),
  (name) => ({
    kept: new Map<unknown, unknown>([
      [name, SECRET],
      ['inner', new Map([[name, { value: SECRET }]])],
    ]),
  }),
  (name) => ({ all: new Set<unknown>([{ [name]: SECRET }, URL_WITH_IT]) }),
  () => ({
    bytes: Buffer.from(SECRET),
    view: new Uint8Array(Buffer.from(SECRET)),
    raw: Uint8Array.from(Buffer.from(SECRET)).buffer,
  }),
  (name) => ({
    get [name]() {
      throw new Error(SECRET);
    },
    get other() {
      throw new Error(SECRET);
    },
  }),
  (name) => circular({ [name]: SECRET, list: [{ [name]: SECRET }] }),
  (name) => ({
    made: { toJSON: () => ({ [name]: SECRET }) },
    broken: {
      toJSON() {
        throw new Error(SECRET);
      },
    },
  }),
  () => ({
    hostile: new Proxy(
      {},
      {
        ownKeys() {
          throw new Error(SECRET);
        },
      },
    ),
  }),
  () => ({
    own: new Secret(SECRET),
    later: Promise.resolve(SECRET),
    weak: new WeakMap([[{}, SECRET]]),
    call: () => SECRET,
  }),
  (name) => ({ body: JSON.stringify({ [name]: SECRET, inner: JSON.stringify({ [name]: `a "${SECRET}" b` }) }) }),
  () => ({ query: `a=1&access_token=${SECRET}&b=2`, parameters: new URLSearchParams({ access_token: SECRET }) }),
  () => ({ argv: ['login', '--password', SECRET, `--token=${SECRET}`] }),
  () => ({ key_file: PEM, basic: `Basic ${Buffer.from(`ada:${SECRET}`).toString('base64')}` }),
  () => ({ long: `${'a word '.repeat(1_168)}password=${SECRET} ${'more '.repeat(2_000)}` }),
];

export function hiding(n: number): Readonly<Record<string, unknown>> {
  let data = SHAPES[n % SHAPES.length]?.(NAMES[n % NAMES.length] ?? '') ?? {};
  for (let depth = n % 7; depth > 0; depth -= 1) data = WRAPPERS[(n + depth) % WRAPPERS.length]?.(data) ?? {};
  return data;
}

const WRAPPERS: readonly ((data: object) => Readonly<Record<string, unknown>>)[] = [
  (inner) => ({ inner }),
  (data) => ({ error: failedWith(data) }),
  (data) => ({ list: [1, data] }),
];

/** What throws when it is read is left as it is. */
const failedWith = (data: object): Error =>
  Object.defineProperties(new Error('it failed'), Object.getOwnPropertyDescriptors(data));

function circular(data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const around: Record<string, unknown> = { ...data };
  return Object.assign(around, { self: around, list: [around] });
}

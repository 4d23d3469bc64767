import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact } from './redaction.ts';

const plain = (data: Readonly<Record<string, unknown>>) => JSON.parse(JSON.stringify(redact(data, { stacks: false })));

/** Names that hold a secret in every way of writing. */
const secretName = fc
  .tuple(
    fc.constantFrom('', 'smtp', 'db', 'x', 'old'),
    fc.constantFrom(
      'password',
      'passwd',
      'secret',
      'token',
      'cookie',
      'authorization',
      'api key',
      'session id',
      'database url',
      'credential',
    ),
    fc.constantFrom('snake', 'kebab', 'camel', 'upper'),
  )
  .map(([first, rest, style]) => {
    const words = `${first} ${rest}`.trim().split(' ');
    const camel = words.map((word, at) => (at === 0 ? word : `${word[0]?.toUpperCase()}${word.slice(1)}`)).join('');
    return { snake: words.join('_'), kebab: words.join('-'), camel, upper: words.join('_').toUpperCase() }[style];
  });

/** A value that holds the secret somewhere, reached by a random path through everything that can hold something. */
function hiding(secret: unknown): fc.Arbitrary<Record<string, unknown>> {
  const planted = secretName.map((name) => ({ [name]: secret }) as Record<string, unknown>);
  return fc.letrec<{ node: Record<string, unknown> }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      planted,
      tie('node').map((inner) => ({ inner, list: [1, inner, 'x'] })),
      tie('node').map((inner) => ({ map: new Map([['inner', inner]]), set: new Set([inner]) })),
      tie('node').map((inner) => ({ error: Object.assign(new Error('it failed', { cause: inner }), inner) })),
      tie('node').map((inner) => ({ made: { toJSON: () => inner } })),
      tie('node').map((inner) => Object.assign(Object.create({ inherited: 1 }), { inner })),
    ),
  })).node;
}

describe('redaction', () => {
  test('no planted secret leaves, at any depth, in any shape, under any spelling of its name', () => {
    const secret = 'S3CR3T-hunter2';
    const secrets = fc.constantFrom<unknown>(
      secret,
      [secret],
      { value: secret },
      new Map([['a', secret]]),
      () => secret,
    );
    const data = secrets.chain((value) => hiding(value));
    fc.assert(
      fc.property(data, (value) => !JSON.stringify(redact(value, { stacks: true })).includes(secret)),
      { numRuns: 500 },
    );
  });

  test('what stands behind a secret’s name in a list is masked, as in headers and in the words of a command', () => {
    const headers = ['Accept', '*/*', 'Authorization', 'open sesame', 'Host', 'example.org'];
    const argv = ['login', '--password', 'hunter2', '--user', 'ada'];
    expect(plain({ headers, argv })).toEqual({
      headers: ['Accept', '*/*', 'Authorization', '[redacted]', 'Host', 'example.org'],
      argv: ['login', '--password', '[redacted]', '--user', 'ada'],
    });
    // A sentence is no name.
    expect(plain({ notes: ['the token is gone', 'as it was meant', 'all the same'] }).notes[1]).toBe('as it was meant');
  });

  test('what is no secret arrives as it was', () => {
    const harmless = {
      token_hint: 'tcs_ab',
      monkey: 'x',
      nested: [{ count: 3, on: true, none: null }],
      at: new Date(0),
    };
    expect(plain(harmless)).toEqual({
      ...harmless,
      at: '1970-01-01T00:00:00.000Z',
    });
  });

  test('anything can be given and nothing throws', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.anything({ withMap: true, withSet: true, withBigInt: true })),
        (value) => {
          JSON.stringify(redact(value, { stacks: true }));
        },
      ),
    );
  });

  test('a switch and an absence under a secret name are told', () => {
    expect(plain({ password: null, has_token: true, secret: 5, cookie: '' })).toEqual({
      password: null,
      has_token: true,
      secret: '[redacted]',
      cookie: '[redacted]',
    });
  });

  test('an error keeps its name, code, message and causes, and gives its stack only when asked', () => {
    const error = Object.assign(new TypeError('no postgres://u:hunter2@db', { cause: new Error('deeper') }), {
      code: 'E_DB',
      token: 'hunter2',
    });
    expect(plain({ error })).toEqual({
      error: {
        name: 'TypeError',
        code: 'E_DB',
        message: 'no postgres://u:[redacted]@db',
        token: '[redacted]',
        cause: { name: 'Error', message: 'deeper' },
      },
    });
    expect(JSON.stringify(redact({ error }, { stacks: true }))).toContain('redaction.test.ts');
  });

  test('headers, pairs and labelled values are masked like fields', () => {
    const found = plain({
      headers: new Headers({ authorization: 'x1', accept: 'y' }),
      pair: ['cookie', 'x2'],
      labelled: { name: 'X-Api-Key', value: 'x3' },
      query: new URLSearchParams('token=x4'),
    });
    expect(found).toMatchObject({ headers: { accept: 'y' } });
    expect(JSON.stringify(found)).not.toMatch(/x[1-4]/);
  });

  test('cycles, hostile getters and proxies are named, not followed', () => {
    const cyclic: Record<string, unknown> = { name: 'a' };
    cyclic.self = cyclic;
    const hostile = Object.defineProperty({}, 'boom', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    const proxy = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('no');
        },
      },
    );
    expect(plain({ cyclic, hostile, proxy })).toEqual({
      cyclic: { name: 'a', self: '[circular]' },
      hostile: { boom: '[unreadable]' },
      proxy: '[unreadable]',
    });
  });

  test('size is bounded in depth, breadth, number and length', () => {
    let deep: unknown = 'bottom';
    for (let depth = 0; depth < 1_000; depth++) deep = { deep };
    const wide = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`f${at}`, Array(500).fill(at)]));
    const text = JSON.stringify(redact({ deep, wide, long: 'x'.repeat(10_000_000) }, { stacks: true }));
    expect(text).toContain('[left out: too deep]');
    expect(text).toContain('[left out: 400 fields]');
    expect(text).toContain('[left out: too many values]');
    expect(text.length).toBeLessThan(60_000);
  });

  test('a secret that lies across the cut of a long text does not show its first half', () => {
    const text = `${'x'.repeat(8_180)} postgres://u:hunter2hunter2@db`;
    expect(JSON.stringify(plain({ text }))).not.toContain('hunter');
  });
});

import { Client } from 'pg';
import { expect, test } from 'vitest';
import { parsePostgresUrl } from './postgres-url.ts';

test('the password stays in the URL for the driver, and nowhere else', () => {
  expect(parsePostgresUrl('postgres://ada:p%40ss@db.example:5433/tocsin?sslmode=verify-full')).toEqual({
    url: 'postgres://ada:p%40ss@db.example:5433/tocsin?sslmode=verify-full',
    password: 'p@ss',
    publicUrl: 'postgres://ada@db.example:5433/tocsin?sslmode=verify-full',
    shownUrl: 'postgres://ada:[redacted]@db.example:5433/tocsin?sslmode=verify-full',
    location: 'db.example:5433/tocsin',
    servers: [{ host: 'db.example', port: 5_433 }],
  });
});

test('a URL without a password is the same in every form', () => {
  const url = 'postgres://ada@db.example/tocsin';
  expect(parsePostgresUrl(url)).toEqual({
    url,
    password: '',
    publicUrl: url,
    shownUrl: url,
    location: 'db.example:5432/tocsin',
    servers: [{ host: 'db.example', port: undefined }],
  });
});

test('a password among the parameters is one too; a file that is named there is none', () => {
  const url = 'postgresql://db.example/tocsin?password=secret&sslpassword=secret&sslkey=/k&passfile=/p';
  expect(parsePostgresUrl(url)).toEqual({
    url,
    password: 'secret',
    publicUrl: 'postgresql://db.example/tocsin?sslkey=%2Fk&passfile=%2Fp',
    shownUrl: 'postgresql://db.example/tocsin?password=[redacted]&sslpassword=[redacted]&sslkey=%2Fk&passfile=%2Fp',
    location: 'db.example:5432/tocsin',
    servers: [{ host: 'db.example', port: undefined }],
  });
});

test('the server may be named by a parameter, as for a socket', () => {
  expect(parsePostgresUrl('postgres:///x?host=/run/postgresql')?.location).toBe('/run/postgresql:5432/x');
});

test.each([
  ['postgres://ada@a.example:1/x?host=b.example', [['b.example', 1]]],
  ['postgres://ada@a.example:1/x?host=b.example&port=2', [['b.example', 2]]],
  ['postgres://ada@a.example:1/x?port=2', [['a.example', 2]]],
  ['postgres://ada@[::1]:1/x', [['::1', 1]]],
  ['postgres://ada@%2Frun%2Fpostgresql/x', [['/run/postgresql', undefined]]],
  [
    'postgres:///x?host=b,c&port=2',
    [
      ['b', 2],
      ['c', 2],
    ],
  ],
  [
    'postgres:///x?host=b&hostaddr=10.0.0.1',
    [
      ['b', undefined],
      ['10.0.0.1', undefined],
    ],
  ],
])('%s leads to %j, as it does for the driver', (url, servers) => {
  const read = parsePostgresUrl(url)?.servers.map(({ host, port }) => [host, port]);
  expect(read).toEqual(servers);
  const { host, port } = new Client({ connectionString: url });
  if (servers.length === 1) expect([[host, port === 5_432 ? undefined : port]]).toEqual(servers);
});

test('anything else is refused', () => {
  for (const url of [
    '',
    'tocsin',
    'mysql://ada:secret@db/tocsin',
    'ada:secret@db',
    'postgres:///tocsin',
    'postgres://ada:secret%@db/tocsin',
  ])
    expect(parsePostgresUrl(url), url).toBeUndefined();
});

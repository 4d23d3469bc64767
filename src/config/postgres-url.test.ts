import { expect, test } from 'vitest';
import { parsePostgresUrl } from './postgres-url.ts';

test('the password stays in the URL for the driver, and nowhere else', () => {
  expect(parsePostgresUrl('postgres://ada:p%40ss@db.example:5433/tocsin?sslmode=verify-full')).toEqual({
    url: 'postgres://ada:p%40ss@db.example:5433/tocsin?sslmode=verify-full',
    password: 'p@ss',
    publicUrl: 'postgres://ada@db.example:5433/tocsin?sslmode=verify-full',
    shownUrl: 'postgres://ada:[redacted]@db.example:5433/tocsin?sslmode=verify-full',
    location: 'db.example:5433/tocsin',
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
  });
});

test('the server may be named by a parameter, as for a socket', () => {
  expect(parsePostgresUrl('postgres:///x?host=/run/postgresql')?.location).toBe('/run/postgresql:5432/x');
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

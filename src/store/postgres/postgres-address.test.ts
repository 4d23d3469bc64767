import { expect, test } from 'vitest';
import { parsePostgresAddress } from './postgres-address.ts';

test('the password stays in the URL for the driver, and nowhere else', () => {
  const address = parsePostgresAddress('postgres://ada:p%40ss@db.example:5433/tocsin?sslmode=verify-full');
  expect(address).toEqual({
    url: 'postgres://ada:p%40ss@db.example:5433/tocsin?sslmode=verify-full',
    password: 'p@ss',
    publicUrl: 'postgres://ada@db.example:5433/tocsin?sslmode=verify-full',
    location: 'db.example:5433/tocsin',
  });
});

test('a password among the parameters is one too', () => {
  const address = parsePostgresAddress('postgresql://db.example/tocsin?password=secret');
  expect(address.password).toBe('secret');
  expect(JSON.stringify([address.publicUrl, address.location])).not.toContain('secret');
  expect(address.location).toBe('db.example:5432/tocsin');
});

test('anything else is refused without being repeated', () => {
  for (const url of ['', 'tocsin', 'mysql://ada:secret@db/tocsin', 'ada:secret@db', 'postgres://ada:secret%@db/tocsin'])
    expect(() => parsePostgresAddress(url)).toThrow(
      expect.objectContaining({ code: 'config_invalid', message: expect.not.stringContaining('secret') }),
    );
});

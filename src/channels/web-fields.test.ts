import { expect, test } from 'vitest';
import { urlSecrets } from './web-fields.ts';

test('of a URL the long parts are secret, and the password, as they are written and as a receiver reads them', () => {
  const secrets = urlSecrets('mailto://me:p%40ss@mail.example/token-0123%2F456?key=a%20value&on=1');
  expect(secrets).toEqual(expect.arrayContaining(['p%40ss', 'p@ss', 'token-0123%2F456', 'token-0123/456', 'a value']));
  expect(urlSecrets('https://hooks.example/x')).not.toContain('hooks.example');
  expect(urlSecrets('json://me:100%pure@host/0123456789abc%')).toContain('0123456789abc%');
});

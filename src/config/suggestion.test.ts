import { expect, test } from 'vitest';
import { suggest } from './suggestion.ts';

const known = ['port', 'host', 'log_level', 'lock_ttl_seconds', 'admin_password'];

test.each([
  ['prot', 'port'],
  ['PORT', 'port'],
  ['loglevel', 'log_level'],
  ['log_levle', 'log_level'],
  ['lock_ttl', 'lock_ttl_seconds'],
  ['lo', undefined],
  ['lock_ttl_second', 'lock_ttl_seconds'],
  ['adminpassword', 'admin_password'],
  ['completely_else', undefined],
])('for %s the known name that is meant is %s', (given, meant) => expect(suggest(given, known)).toBe(meant));

test('a hostile name of great length takes no time', () => {
  expect(suggest('x'.repeat(1_000_000), known)).toBeUndefined();
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { returnPath } from './return-path.ts';

describe('the way back after a login', () => {
  test.each([
    ['/users', '/users'],
    ['/audit?x=1', '/audit?x=1'],
    ['/a/../users', '/users'],
  ])('%s leads to %s', (wanted, expected) => {
    expect(returnPath(wanted)).toBe(expected);
  });

  test.each([
    undefined,
    '',
    'users',
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    '/login',
    '/setup',
    '/login?to=/login',
  ])('%s leads to the overview', (wanted) => {
    expect(returnPath(wanted)).toBe('/');
  });

  test('never leads to another site, whatever stands in the address', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      ':',
      '@',
      '?',
      '#',
      '\t',
      '\n',
      '%2f',
      'evil.example',
      'http',
      'x',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const base = 'https://tocsin.example';
        expect(new URL(returnPath(pieces.join('')), base).origin).toBe(base);
      }),
      { numRuns: 2000 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileGlob } from './glob.ts';

/** The same pattern for another engine. */
function reference(pattern: string): RegExp {
  const parts = [...pattern].map((letter) => {
    if (letter === '*') return '.*';
    return letter === '?' ? '.' : letter.replace(/[\\^$.|+()[\]{}/-]/, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`, 'su');
}

describe('a glob', () => {
  test.each([
    ['web', 'web', true],
    ['web', 'web-1', false],
    ['web-*', 'web-1', true],
    ['web-*', 'web-', true],
    ['web-*', 'my-web-1', false],
    ['*', '', true],
    ['?', '', false],
    ['w?b', 'web', true],
    ['w?b', 'wéb', true],
    ['w?b', 'w😀b', true],
    ['*:16', 'postgres:16', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['[a]', 'a', false],
    ['[a]', '[a]', true],
    ['a.c', 'abc', false],
    ['Web', 'web', false],
  ])('%j fits %j: %j', (pattern, text, expected) => expect(compileGlob(pattern)(text)).toBe(expected));

  test('fits whatever a regular expression of the same meaning fits', () => {
    const letters = (of: string) => fc.array(fc.constantFrom(...of), { maxLength: 12 }).map((all) => all.join(''));
    fc.assert(
      fc.property(letters('ab*?.'), letters('ab.\n'), (pattern, text) => {
        expect(compileGlob(pattern)(text)).toBe(reference(pattern).test(text));
      }),
      { numRuns: 5_000 },
    );
  });

  test('takes no more than pattern × text steps for the worst of both', () => {
    // With time that grew by the number of stars this would not end.
    const glob = compileGlob('*a'.repeat(127));
    expect(glob('a'.repeat(4_096))).toBe(true);
    expect(glob(`${'a'.repeat(4_096)}b`)).toBe(false);
  });
});

import { expect, test } from 'vitest';
import { fileOrigin } from '../../../test/support/file-origin.ts';
import { givenPath, originFacts } from './origin-facts.ts';

const PLAIN = '/var/log/a b/50%25?#x.log';

test('a file whose path can be shown is told by it alone', () => {
  const facts = originFacts(fileOrigin(PLAIN));
  expect(facts).not.toHaveProperty('path_url');
  expect(givenPath(facts)).toBe(PLAIN);
});

test.each(['/log/a\u202e%41?#.log', '/log/\u001b[31mred\u0007\n.log', '/log/\u2066 b\\\t'])(
  'a file whose path %j cannot be shown as it is has an address beside it that can, and leads to it',
  (path) => {
    const facts = originFacts(fileOrigin(path));
    expect(facts).toMatchObject({ path_url: expect.stringMatching(/^file:\/\/\/[!-~]+$/) });
    expect(givenPath(facts)).toBe(path);
  },
);

test('what was stored without the address is known by what was shown', () => {
  expect(givenPath({ path: '/log/a.log' })).toBe('/log/a.log');
});

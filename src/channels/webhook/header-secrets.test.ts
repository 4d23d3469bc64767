import { expect, test } from 'vitest';
import { headerSecrets } from './header-secrets.ts';

test('a header is secret as a whole and by each long part, however many short ones stand before it', () => {
  expect(headerSecrets('Bearer abcdefgh')).toEqual(['Bearer abcdefgh', 'abcdefgh']);
  expect(headerSecrets('Bearer hunter2')).toEqual(['Bearer hunter2', 'hunter2']);
  const cookie = `${Array.from({ length: 10 }, (_, n) => `k${n}=v${n}`).join('; ')}; session=0123456789abcdef`;
  expect(headerSecrets(cookie)).toEqual([cookie, '0123456789abcdef']);
  const basic = Buffer.from('user:pass word').toString('base64');
  expect(headerSecrets(`Basic ${basic}`)).toEqual([`Basic ${basic}`, basic, 'user:pass word', 'pass word']);
});

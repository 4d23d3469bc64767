import { expect, test } from 'vitest';
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH, passwordFault } from './password-rule.ts';

test('a password is refused with its reason, and without being repeated', () => {
  expect(passwordFault('short1x', undefined)).toBe('A password has at least 10 characters; this one has 7.');
  expect(passwordFault('x1y2'.repeat(65), undefined)).toBe('A password has at most 256 characters; this one has 260.');
  expect(passwordFault('abcabcabcabc', undefined)).toContain('repeats');
  expect(passwordFault('Administrator', 'administrator')).toContain('user name');
  expect(passwordFault('administrator', 'ada')).toBeUndefined();
});

test('the least and the greatest length are allowed', () => {
  const ofLength = (length: number) => 'a1b2'.repeat(100).slice(0, length);
  expect([PASSWORD_MIN_LENGTH, PASSWORD_MAX_LENGTH].map((length) => passwordFault(ofLength(length), 'ada'))).toEqual([
    undefined,
    undefined,
  ]);
});

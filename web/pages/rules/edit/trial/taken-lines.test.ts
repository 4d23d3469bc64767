import { expect, test } from 'vitest';
import { withTaken } from './taken-lines.ts';

test.each([
  ['', '', 'c\nd'],
  ['mine', '', 'mine\nc\nd'],
  ['mine\n\n', '', 'mine\nc\nd'],
  ['a\nb', 'a\nb', 'c\nd'],
  ['mine\na\nb', 'a\nb', 'mine\nc\nd'],
  ['a\nb, but changed', 'a\nb', 'a\nb, but changed\nc\nd'],
  ['mamma\nb', 'a\nb', 'mamma\nb\nc\nd'],
])('samples %j, of which %j were taken, keep what somebody typed: %j', (samples, before, all) => {
  expect(withTaken(samples, before, ['c', 'd'])).toBe(all);
});

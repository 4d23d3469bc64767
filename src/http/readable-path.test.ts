import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readablePath } from './readable-path.ts';

test('what can be decoded stays as it is, and the query is never touched', () => {
  for (const url of ['/', '/api/users/%41', '/api/users?x=%ff', '/%c3%a9?%']) expect(readablePath(url)).toBe(url);
});

test('a percent sign that begins no character stands for itself', () => {
  expect(readablePath('/api/users/%ff?x=%ff')).toBe('/api/users/%25ff?x=%ff');
  expect(readablePath('/%')).toBe('/%25');
});

test('every path can be decoded afterwards', () => {
  const text = fc.string({ unit: fc.constantFrom('%', 'f', '0', 'a', '/', 'é') });
  fc.assert(fc.property(text, (path) => void decodeURIComponent(readablePath(`/${path}`))));
});

import { expect, test } from 'vitest';
import { expiryOf, LIFETIMES, USUAL_LIFETIME } from './lifetime.ts';

const NOW = Date.parse('2026-01-01T12:00:00.000Z');

test('a lifetime ends so many days from now', () => {
  expect(expiryOf('30', NOW)).toBe('2026-01-31T12:00:00.000Z');
  expect(expiryOf('never', NOW)).toBeNull();
});

test('what nobody offered is taken for the usual lifetime, never for an endless one', () => {
  expect(expiryOf('10000', NOW)).toBe(expiryOf(USUAL_LIFETIME, NOW));
  expect(expiryOf(undefined, NOW)).toBe(expiryOf(USUAL_LIFETIME, NOW));
  expect(LIFETIMES.map(({ value }) => value)).toContain(USUAL_LIFETIME);
});

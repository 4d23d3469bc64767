import { expect, test } from 'vitest';
import { OwnNames } from './own-names.ts';

/** Of which those that are tracked are found. */
function given() {
  const tracked = new Set(['/logs/app.log']);
  const names = new OwnNames({ isTracked: (at) => tracked.has(at), fits: (at) => at.startsWith('/logs/') });
  return { tracked, names, of: (leadsTo: string) => names.of('/logs/current.log', leadsTo) };
}

test('what a link leads to has its own name where that is watched', () => {
  const { of } = given();
  expect(['/logs/app.log', '/beside/app.txt', '/logs/current.log'].map(of)).toEqual([
    '/logs/app.log',
    undefined,
    undefined,
  ]);
});

test('what came just now has one if its name says so, until one has looked for it from beginning to end', () => {
  const { names, tracked, of } = given();
  expect(of('/logs/new.log')).toBe('/logs/new.log');
  // This one may have begun before it came.
  names.looked();
  expect(of('/logs/new.log')).toBe('/logs/new.log');
  names.looked();
  expect(of('/logs/new.log')).toBeUndefined();
  tracked.add('/logs/new.log');
  expect(of('/logs/new.log')).toBe('/logs/new.log');
});

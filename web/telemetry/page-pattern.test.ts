import { expect, test } from 'vitest';
import { UI_PAGES } from '../../src/core/ui/ui-pages.ts';
import { DESTINATIONS } from '../shell/destinations.ts';
import { pagePattern } from './page-pattern.ts';

test.each([
  ['/', '/'],
  ['/events', '/events'],
  ['/events/', '/events'],
  ['/events/917', '/events/{id}'],
  ['/rules/new', '/rules/{id}'],
  ['/users/917', 'other'],
  ['/events/917/more', 'other'],
  ['/wp-login.php', 'other'],
  ['/__proto__', 'other'],
] as const)('%s is told as the page %s', (path, pattern) => {
  expect(pagePattern(path)).toBe(pattern);
});

test('every page that the server knows has a path that is told as it', () => {
  const paths = UI_PAGES.map((page) => (page === 'other' ? '/elsewhere' : page.replace('{id}', '7')));
  expect(paths.map(pagePattern)).toEqual(UI_PAGES);
});

test('every page of the navigation is told as itself', () => {
  const paths = DESTINATIONS.flatMap(({ path, below }) => [path, below?.path ?? path]);
  expect(paths.map(pagePattern)).toEqual(paths.map((path) => path.replace(':id', '{id}')));
});

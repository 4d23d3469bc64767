import { expect, test } from 'vitest';
import { UI_PAGES } from '../../src/core/ui/ui-pages.ts';
import { DOORS, ONE_OF_A_LIST, SCREENS } from './screens.ts';

test('there is a picture of every page that there is', () => {
  const paths = Object.values(SCREENS).map(([path]) => path.replace(/\?.*/, ''));
  const taken = new Set([...paths, ...Object.keys(ONE_OF_A_LIST), ...DOORS.map((door) => `/${door}`)]);
  expect(UI_PAGES.filter((page) => page !== 'other' && !taken.has(page))).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import { baseOf, withoutBase } from './base.ts';

describe('the path of a page', () => {
  test.each([
    ['/', ''],
    ['/events', ''],
    ['/demo', '/demo'],
    ['/demo/', '/demo'],
    ['/demo/events/7', '/demo'],
    ['/demography', ''],
    ['/events/demo', ''],
  ])('%s has the base "%s"', (path, base) => expect(baseOf(path)).toBe(base));

  test.each([
    ['/demo', '/'],
    ['/demo/', '/'],
    ['/demo?step=rules', '/?step=rules'],
    ['/demo/events?last=24h', '/events?last=24h'],
    ['/demography', '/demography'],
  ])('%s is %s without it', (path, inner) => expect(withoutBase(path, '/demo')).toBe(inner));

  test('is as it is where there is none', () => expect(withoutBase('/demo/events', '')).toBe('/demo/events'));
});

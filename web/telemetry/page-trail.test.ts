import { expect, test } from 'vitest';
import { PageTrail } from './page-trail.ts';

test('what happened is told of the page that was shown then', () => {
  const trail = new PageTrail();
  expect(trail.pageAt(5)).toBe('other');
  trail.arrived('/', 10);
  trail.arrived('/events', 20);
  trail.arrived('/events', 30);
  trail.arrived('/rules', 40);
  expect([0, 10, 19, 35, 99].map((time) => trail.pageAt(time))).toEqual(['/', '/', '/', '/events', '/rules']);
});

test('the trail is bounded: the oldest pages are forgotten', () => {
  const trail = new PageTrail();
  for (let at = 0; at < 1_000; at++) trail.arrived(at % 2 === 0 ? '/logs' : '/rules', at);
  expect(trail.pageAt(900)).toBe('/logs');
  expect(trail.pageAt(899)).toBe(trail.pageAt(0));
});

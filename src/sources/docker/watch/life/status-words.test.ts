import { expect, test } from 'vitest';
import { endIn, healthIn } from './status-words.ts';

const MINUTE = 60_000;

test.each([
  ['Exited (3) 5 seconds ago', 3, 4_000],
  ['Exited (137) Less than a second ago', 137, 0],
  ['Exited (1) 1 second ago', 1, 0],
  ['Exited (0) About a minute ago', 0, 0],
  ['Exited (2) 12 minutes ago', 2, 11 * MINUTE],
  ['Exited (2) About an hour ago', 2, 0],
  ['Exited (2) 3 hours ago', 2, 120 * MINUTE],
  ['Exited (2) 2 weeks ago', 2, 7 * 24 * 60 * MINUTE],
  ['Restarting (1) 10 seconds ago', 1, 9_000],
  ['Dead', undefined, 0],
  ['', undefined, 0],
])('%j tells the exit code %j and an age of %d ms at least', (words, exitCode, leastAgeMs) =>
  expect(endIn(words)).toEqual({ exitCode, leastAgeMs }),
);

test.each([
  ['Up 5 minutes (unhealthy)', 'unhealthy'],
  ['Up 5 minutes (healthy)', 'healthy'],
  ['Up 5 minutes (health: starting)', undefined],
  ['Up 5 minutes', undefined],
  [undefined, undefined],
])('%j tells that the health is %j', (words, health) => expect(healthIn(words)).toBe(health));

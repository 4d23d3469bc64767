import { describe, expect, test } from 'vitest';
import type { User } from '../api/shapes.ts';
import { type Place, redirectFor } from './gate.ts';

const user = { id: '1', username: 'mira', role: 'admin' } as User;
const SOMEBODY = { kind: 'somebody', user } as const;
const FIRST = { kind: 'somebody', user, isFirst: true } as const;
const NOBODY = { kind: 'nobody' } as const;
const ENDED = { kind: 'ended', user } as const;
const SETUP = { kind: 'setup' } as const;

function at(url: string): Place {
  const { pathname, searchParams } = new URL(url, 'http://here');
  return { path: pathname, url, query: Object.fromEntries(searchParams) };
}

describe('the gate', () => {
  test.each([
    ['leads a stranger to the login, with the way back', NOBODY, '/users?x=1', '/login?to=%2Fusers%3Fx%3D1'],
    ['keeps no way back to where everybody comes anyway', NOBODY, '/', '/login'],
    ['leads away from a setup that is over', NOBODY, '/setup', '/login'],
    ['leaves a stranger at the login', NOBODY, '/login?to=%2Fusers', undefined],
    ['leads everybody to the setup of a new server', SETUP, '/users', '/setup'],
    ['leaves them there', SETUP, '/setup', undefined],
    ['leads back after the login', SOMEBODY, '/login?to=%2Fusers%3Fx%3D1', '/users?x=1'],
    ['leads to the overview when there is no way back', SOMEBODY, '/login', '/'],
    ['leads whoever made the first account to the first steps', FIRST, '/setup', '/first-steps'],
    ['leads everybody else away from a setup that is over', SOMEBODY, '/setup', '/'],
    ['leads nobody there again', FIRST, '/', undefined],
    ['leaves a person in the house alone', SOMEBODY, '/users', undefined],
    ['leaves whoever has to log in again where they are', ENDED, '/rules/new', undefined],
    ['decides nothing while nothing is known', { kind: 'unknown' } as const, '/users', undefined],
    ['leads nowhere while the server is silent', { kind: 'unreachable', message: '' } as const, '/users', undefined],
  ])('%s', (...[, state, url, expected]) => {
    expect(redirectFor(state, at(url))).toBe(expected);
  });

  test('sends nobody in a circle', () => {
    for (const state of [SOMEBODY, FIRST, NOBODY, ENDED, SETUP]) {
      for (const start of ['/', '/login', '/setup', '/login?to=%2Flogin', '/login?to=%2Fsetup', '/users']) {
        const next = redirectFor(state, at(start));
        if (next !== undefined) expect(redirectFor(state, at(next))).toBeUndefined();
      }
    }
  });
});

import { expect, test } from 'vitest';
import { ntfy } from './ntfy.ts';

const faultsOf = (config: object) => {
  const ready = ntfy.ready({ topic: 'alerts', ...config });
  return ready.ok ? [] : ready.faults;
};

test('half a login is refused, with the field that is missing', () => {
  const message = expect.stringContaining('needs both');
  expect(faultsOf({ password: 'secret' })).toEqual([{ path: 'username', message }]);
  expect(faultsOf({ username: 'me' })).toEqual([{ path: 'password', message }]);
  expect(faultsOf({ username: 'me', password: 'secret' })).toEqual([]);
  expect(faultsOf({ token: 'tk_abcdefgh' })).toEqual([]);
  expect(faultsOf({})).toEqual([]);
});

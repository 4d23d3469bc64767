import { describe, expect, test } from 'vitest';
import { readSessionCookie, writeSessionCookie } from './session-cookie.ts';

const token = 'A'.repeat(43);

describe('the session cookie', () => {
  test('is unreadable for scripts, stays on this site, and over TLS is bound to this very host', () => {
    expect(writeSessionCookie({ token, maxAgeSeconds: 60 }, false)).toBe(
      `tocsin_session=${token}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax`,
    );
    expect(writeSessionCookie({ token, maxAgeSeconds: 60 }, true)).toBe(
      `__Host-tocsin_session=${token}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure`,
    );
    expect(writeSessionCookie('clear', false)).toContain('Max-Age=0');
  });

  test('is found among others, by its exact name and form', () => {
    expect(readSessionCookie(`a=1; tocsin_session=${token}; b=2`, false)).toBe(token);
    expect(readSessionCookie(`xtocsin_session=${token}`, false)).toBeUndefined();
    expect(readSessionCookie(`tocsin_session=${token}; __Host-tocsin_session=${'B'.repeat(43)}`, true)).toBe(
      'B'.repeat(43),
    );
    for (const header of [
      undefined,
      '',
      ';;;=',
      'tocsin_session',
      'tocsin_session=',
      'tocsin_session=%00',
      `tocsin_session=${token}x`,
    ]) {
      expect(readSessionCookie(header, false)).toBeUndefined();
    }
  });

  test('that a sibling planted without the prefix is not believed over TLS', () => {
    expect(readSessionCookie(`tocsin_session=${token}`, true)).toBeUndefined();
  });
});

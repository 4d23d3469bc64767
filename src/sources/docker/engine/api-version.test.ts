import { describe, expect, test } from 'vitest';
import { OURS, parseVersion, versionDemanded, versionFor, versionText } from './api-version.ts';

describe('a version of the API', () => {
  test.each([
    ['1.41', 41],
    ['1.100', 100],
    ['2.0', undefined],
    ['1.4.1', undefined],
    ['', undefined],
    [41, undefined],
    [undefined, undefined],
  ])('%j is read as %j', (text, minor) => {
    expect(parseVersion(text)).toBe(minor);
  });

  test('is written as it is read', () => {
    expect(parseVersion(versionText(41))).toBe(41);
  });

  test('is the older one of the newest of both', () => {
    expect([versionFor(41), versionFor(99)]).toEqual([41, OURS]);
  });

  test.each([
    ['client version 1.99 is too new. Maximum supported API version is 1.41', 41],
    ['client version 1.10 is too old. Minimum supported API version is 1.24, please upgrade', 24],
    ['something else', undefined],
    [undefined, undefined],
  ])('is the one that is demanded in %j', (message, minor) => {
    expect(versionDemanded(message)).toBe(minor);
  });
});

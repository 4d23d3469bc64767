import { describe, expect, test } from 'vitest';
import { isAvailable, parseRequired } from './requirement.ts';

const absent = { name: 'postgres', missing: 'set TOCSIN_TEST_POSTGRES_URL' };

describe('a requirement of tests', () => {
  test('is met when nothing is missing', () => {
    expect(isAvailable({ name: 'postgres', missing: undefined }, 'postgres')).toBe(true);
  });

  test('is passed over when it is absent and nobody demands it', () => {
    expect(isAvailable(absent, '')).toBe(false);
    expect(isAvailable(absent, 'promtool, docker')).toBe(false);
  });

  test('fails the run when it is absent and demanded', () => {
    expect(() => isAvailable(absent, 'promtool, postgres')).toThrow(
      'TOCSIN_TEST_REQUIRE demands postgres, which is absent: set TOCSIN_TEST_POSTGRES_URL',
    );
  });

  test('lists are read with blanks and empty places', () => {
    expect(parseRequired(' postgres, ,promtool,')).toEqual(['postgres', 'promtool']);
    expect(parseRequired(undefined)).toEqual([]);
  });
});

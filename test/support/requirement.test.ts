import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
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

test('.ci/run demands every requirement that any test has, so that there none is passed over unseen', () => {
  const root = path.resolve(import.meta.dirname, '../..');
  const files = globSync('{test,scripts}/**/*.ts', { cwd: root }).map((file) => path.join(root, file));
  const sources = files.filter((file) => file !== import.meta.filename).map((file) => readFileSync(file, 'utf8'));
  const made = sources.flatMap((text) =>
    [...text.matchAll(/: Requirement = \{\s*name: '([^']+)'/g)].map(([, name]) => name),
  );
  expect(made).toContain('small_disk');
  // Whatever is one is written like this, or would be missed here.
  expect(sources.flatMap((text) => text.match(/: Requirement = /g) ?? []).length).toBe(made.length);
  const demanded = /^export TOCSIN_TEST_REQUIRE=(.+)$/m.exec(readFileSync(path.join(root, '.ci/run'), 'utf8'))?.[1];
  expect(parseRequired(demanded).toSorted()).toEqual(made.toSorted());
});

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../../test/support/temporary-directory.ts';

interface InstalledPackages {
  holdsEverything(root: string): boolean;
  packageFolders(modules: string): readonly string[];
}

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly optional?: boolean;
  readonly os?: string | readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

const file = path.join(import.meta.dirname, 'installed-packages.mjs');
const { holdsEverything, packageFolders }: InstalledPackages = await import(file);

const SOUND = { version: '1.0.0', integrity: 'sha512-a' };
const NATIVE = { ...SOUND, optional: true, os: [process.platform], cpu: [process.arch] };

function holds(wanted: Readonly<Record<string, Locked>>, installed: Readonly<Record<string, Locked>>): boolean {
  const root = temporaryDirectory();
  mkdirSync(path.join(root, 'node_modules'));
  const lock = (packages: object) => JSON.stringify({ packages });
  writeFileSync(path.join(root, 'package-lock.json'), lock({ '': {}, ...wanted }));
  writeFileSync(path.join(root, 'node_modules/.package-lock.json'), lock(installed));
  return holdsEverything(root);
}

describe('everything is installed', () => {
  test('when npm has put down each package of the lock, in the version and with the content that the lock names', () => {
    expect(holds({ a: SOUND }, { a: SOUND, more: SOUND })).toBe(true);
    expect(holds({ a: SOUND, b: SOUND }, { a: SOUND })).toBe(false);
    expect(holds({ a: SOUND }, { a: { ...SOUND, version: '1.0.1' } })).toBe(false);
    expect(holds({ a: SOUND }, { a: { ...SOUND, integrity: 'sha512-b' } })).toBe(false);
  });

  test('without what is for other platforms, and what only that needs', () => {
    const others: readonly Locked[] = [
      { ...NATIVE, os: ['plan9'] },
      { ...NATIVE, os: 'plan9' },
      { ...NATIVE, cpu: ['pdp11'] },
      { ...NATIVE, libc: ['musl'] },
      { ...SOUND, optional: true },
    ];
    for (const other of others) expect(holds({ a: SOUND, other }, { a: SOUND })).toBe(true);
  });

  test('only with what is for this platform', () => {
    expect(holds({ a: SOUND, native: NATIVE }, { a: SOUND })).toBe(false);
    expect(holds({ a: SOUND, native: { ...NATIVE, os: process.platform } }, { a: SOUND })).toBe(false);
  });

  test('not where npm has left no record, or nothing says what is wanted', () => {
    expect(holdsEverything(temporaryDirectory())).toBe(false);
    expect(holds({}, {})).toBe(false);
  });
});

test('the folders of packages are those of scopes as well, and none of npm’s own', () => {
  const root = temporaryDirectory();
  expect(packageFolders(path.join(root, 'none'))).toEqual([]);
  for (const name of ['.bin', 'a', '@b/c', '@b/d']) mkdirSync(path.join(root, name), { recursive: true });
  expect([...packageFolders(root)].sort()).toEqual(['@b/c', '@b/d', 'a'].map((name) => path.join(root, name)));
});

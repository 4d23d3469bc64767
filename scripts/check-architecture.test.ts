import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { findFaults } from './check-architecture.ts';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

/** A house made of the given files, below src/ unless they begin with web/, checked as a real one is. */
function faultsOf(
  files: Readonly<Record<string, string>>,
  { fewest = 0, forNow = {} as Readonly<Record<string, string>> } = {},
): string {
  const root = mkdtempSync(path.join(tmpdir(), 'house-'));
  roots.push(root);
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, name.startsWith('web/') ? '' : 'src', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return findFaults(root, { fewest, forNow }).faults.join('\n');
}

describe('the architecture check', () => {
  test('accepts imports that point downwards', () => {
    expect(faultsOf({ 'app/a.ts': "import { b } from '../core/b.ts';\n", 'core/b.ts': '' })).toBe('');
  });

  test('names an import that points upwards, a type import included', () => {
    expect(faultsOf({ 'app/a.ts': '', 'core/b.ts': "import type { A } from '../app/a.ts';\n" })).toContain(
      'higher floor',
    );
  });

  test('names an import between neighbours on one floor', () => {
    expect(faultsOf({ 'tail/a.ts': "import {\n  B,\n} from '../rules/b.ts';\n", 'rules/b.ts': '' })).toContain(
      'same floor',
    );
  });

  test('finds a cycle of type imports', () => {
    const found = faultsOf({
      'core/a.ts': "import type { B } from './b.ts';\n",
      'core/b.ts': "export type { C } from './c.ts';\n",
      'core/c.ts': "import type { A } from './a.ts';\n",
    });
    expect(found).toContain('cycle: core/a.ts → core/b.ts → core/c.ts → core/a.ts');
  });

  test('keeps vendors apart, and lets them use their contract', () => {
    const files = { 'channels/channel.ts': '', 'channels/slack/slack.ts': "import '../channel.ts';\n" };
    expect(faultsOf(files)).toBe('');
    expect(faultsOf({ ...files, 'channels/ntfy/ntfy.ts': "import '../slack/slack.ts';\n" })).toContain(
      'another vendor',
    );
  });

  test('forbids the stages that travel to an agent to reach the store', () => {
    expect(faultsOf({ 'rules/a.ts': "const b = import('../store/b.ts');\n", 'store/b.ts': '' })).toContain(
      'through ports',
    );
  });

  test.each([
    ['store/events/writer.ts', 'never cause an event'],
    ['store/store.ts', 'never cause an event'],
    ['store/watching/commit.ts', 'never cause an event'],
    ['core/events/new-event.ts', 'never cause an event'],
    ['events/ingest.ts', 'floor'],
    ['app/events/events.ts', 'floor'],
    ['rules/judge.ts', 'floor'],
  ])('forbids triggers and channels to reach what writes events: %s', (target, why) => {
    for (const folder of ['triggers', 'channels', 'channels/slack']) {
      const up = folder.replaceAll(/[a-z]+/g, '..');
      const text = `import type { A } from '${up}/${target}';\n`;
      expect(faultsOf({ [`${folder}/a.ts`]: text, [target]: '' })).toContain(why);
    }
  });

  test('forbids triggers, channels and what ships to open connections of their own', () => {
    for (const name of ['node:net', 'node:tls', 'node:http', 'node:https', 'node:dgram', 'node:dns/promises', 'undici'])
      for (const folder of ['triggers', 'channels', 'ship'])
        expect(faultsOf({ [`${folder}/a.ts`]: `import { a } from '${name}';\n` })).toContain('through the guard');
    expect(faultsOf({ 'channels/a.ts': "import { createHmac } from 'node:crypto';\n" })).toBe('');
  });

  test('keeps a wrapped library in its folder', () => {
    expect(faultsOf({ 'http/a.ts': "import { sql } from 'kysely';\n" })).toContain('only store/ may');
  });

  test('names a folder that stands on no floor, a missing file, and a file that is too long', () => {
    const found = faultsOf({
      'utils/a.ts': '',
      'core/b.ts': "import '../utils/a.ts';\nimport './gone.ts';\n",
      'core/c.ts': '\n'.repeat(401),
    });
    expect(found).toContain('no floor');
    expect(found).toContain('does not exist');
    expect(found).toContain('401 lines');
  });

  test('finds a cycle of neighbouring folders, however deep, although no files form one', () => {
    const files = {
      'match/deep/one/a.ts': "import '../two/b.ts';\n",
      'match/deep/two/b.ts': '',
      'match/deep/two/c.ts': "import type { D } from '../one/d.ts';\n",
      'match/deep/one/d.ts': '',
    };
    expect(faultsOf(files)).toBe('cycle of folders: match/deep/one → match/deep/two → match/deep/one');
  });

  test('lets an outer folder stand below and above the folders within it', () => {
    const files = {
      'http/routes.ts': "import './resources/users.ts';\n",
      'http/resources/users.ts': "import '../route.ts';\n",
      'http/route.ts': '',
    };
    expect(faultsOf(files)).toBe('');
  });

  test('names a folder with more than twelve source files; tests, generated ones and migrations do not count', () => {
    const folder = (name: (n: number) => string, length: number) =>
      Object.fromEntries(Array.from({ length }, (_, n) => [name(n), '']));
    const free = {
      ...folder((n) => `core/a${n}.test.ts`, 13),
      ...folder((n) => `core/a${n}.generated.ts`, 13),
      ...folder((n) => `store/migrations/a${n}.ts`, 13),
    };
    expect(faultsOf({ ...free, ...folder((n) => `core/a${n}.ts`, 12) })).toBe('');
    expect(faultsOf(folder((n) => `core/a${n}.ts`, 13))).toBe('src/core holds 13 source files, at most 12 are allowed');
    expect(faultsOf(folder((n) => `web/parts/a${n}.tsx`, 13))).toBe(
      'web/parts holds 13 source files, at most 12 are allowed',
    );
  });

  test('lets the UI know types of core, and nothing else of the server', () => {
    const knows = (text: string) => faultsOf({ 'core/a.ts': '', 'web/api/a.ts': text });
    expect(knows("import type { A } from '../../src/core/a.ts';\nimport { b } from 'preact';\n")).toBe('');
    expect(knows("export type {\n  A,\n} from '../../src/core/a.ts';\n")).toBe('');
    for (const text of ["import { a } from '../../src/core/a.ts';", "import '../../src/core/a.ts';"])
      expect(knows(`${text}\n`)).toBe('api/a.ts imports more than types from ../src/core/a.ts');
    expect(knows("import { type A } from '../../src/core/a.ts';\n")).toContain('more than types');
    expect(knows("const a = await import('../../src/core/a.ts');\n")).toContain('more than types');
    for (const folder of ['store', 'http'])
      expect(knows(`import type { A } from '../../src/${folder}/a.ts';\n`)).toContain('which the UI may not know');
  });

  test('finds a cycle of files and a file that is too long in the UI too', () => {
    const found = faultsOf({
      'web/parts/a.tsx': "import { B } from './b.tsx';\n",
      'web/parts/b.tsx': "import type { A } from './a.tsx';\n",
      'web/parts/c.ts': '\n'.repeat(401),
    });
    expect(found).toContain('cycle: parts/a.tsx → parts/b.tsx → parts/a.tsx');
    expect(found).toContain('401 lines');
  });

  test('accepts a fault that stands for now, and names one that is mended and still in the list', () => {
    const forNow = { 'core/c.ts has 401 lines, at most 400 are allowed': 'reason' };
    expect(faultsOf({ 'core/c.ts': '\n'.repeat(401) }, { forNow })).toBe('');
    expect(faultsOf({ 'core/c.ts': '' }, { forNow })).toContain('mended');
  });

  test('fails when it sees too few files', () => {
    expect(faultsOf({ 'core/a.ts': '' }, { fewest: 2 })).toContain('only 1 source files');
  });
});

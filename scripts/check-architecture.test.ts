import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { findFaults } from './check-architecture.ts';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

/** A house made of the given files, checked as a real one is. */
function faultsOf(files: Readonly<Record<string, string>>, fewest = 0): string {
  const root = mkdtempSync(path.join(tmpdir(), 'house-'));
  roots.push(root);
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, 'src', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return findFaults(root, fewest).faults.join('\n');
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

  test('forbids triggers to reach what writes events', () => {
    expect(
      faultsOf({ 'triggers/a.ts': "import '../store/events/writer.ts';\n", 'store/events/writer.ts': '' }),
    ).toContain('never cause an event');
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

  test('fails when it sees too few files', () => {
    expect(faultsOf({ 'core/a.ts': '' }, 2)).toContain('only 1 source files');
  });
});

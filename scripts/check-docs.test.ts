import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { findDocFaults } from './check-docs.ts';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

function faultsOf(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(path.join(tmpdir(), 'docs-'));
  roots.push(root);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return findDocFaults(root).join('\n');
}

describe('the docs check', () => {
  test('accepts documents whose paths and tests exist', () => {
    const spec = '# S\n\n- **S1** It MUST hold. `src/a.test.ts` "holds"\n';
    const files = {
      'src/a.test.ts': "test('it holds')",
      'docs/specs/s.md': spec,
      'README.md': 'See `src/a.test.ts` and [s](docs/specs/s.md).\n',
    };
    expect(faultsOf(files)).toBe('');
  });

  test('names a path in backticks and a link that lead nowhere', () => {
    const found = faultsOf({ 'README.md': '`src/gone.ts` and [x](docs/gone.md)\n' });
    expect(found).toContain('src/gone.ts');
    expect(found).toContain('docs/gone.md');
  });

  test('names a MUST without a test, and one whose test is not there', () => {
    const spec = '- **S1** It MUST hold.\n- **S2** It MUST too. `src/a.test.ts` "other"\n';
    const found = faultsOf({ 'src/a.test.ts': "test('it holds')", 'docs/specs/s.md': spec });
    expect(found).toContain('S1 names no test');
    expect(found).toContain('S2 names a test that is not there');
  });

  test('names a number that two MUSTs have, and a conflict that nobody resolved', () => {
    const test = '`src/a.test.ts` "holds"';
    const spec = `- **S1** It MUST hold. ${test}\n- **S1** It MUST too. ${test}\n${'<'.repeat(7)} HEAD\n`;
    const found = faultsOf({ 'src/a.test.ts': "test('it holds')", 'docs/specs/s.md': spec });
    expect(found).toContain('docs/specs/s.md has two MUSTs S1');
    expect(found).toContain('docs/specs/s.md:3 still holds <<<<<<<');
  });

  test('names a placeholder that nobody filled in', () => {
    expect(faultsOf({ 'docs/guide/a.md': 'It takes\n@@NUMBERS@@\n' })).toContain(
      'docs/guide/a.md:2 still holds @@NUMBERS@@',
    );
    expect(faultsOf({ 'README.md': 'a@@b and @@ -1 +1 @@\n' })).toBe('');
  });

  test('names a README that grew too long', () => {
    expect(faultsOf({ 'README.md': '\n'.repeat(151) })).toContain('151 lines');
  });
});

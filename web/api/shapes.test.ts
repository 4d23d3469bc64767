import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const WEB = path.resolve(import.meta.dirname, '..');
const STATEMENT = /^import\b[^;]*?from\s*'([^']+)';/gms;

test('the UI takes types from the server, and none of its code', () => {
  const files = globSync('**/*.{ts,tsx}', { cwd: WEB }).filter((name) => !/\.test\.ts$|^dist/.test(name));
  expect(files.length).toBeGreaterThan(40);
  const faults = files.flatMap((name) => {
    const imports = [...readFileSync(path.join(WEB, name), 'utf8').matchAll(STATEMENT)];
    return imports
      .filter(([text, from = '']) => /\/src\/|^zod/.test(from) && !text.startsWith('import type '))
      .map(([text]) => `${name}: ${text}`);
  });
  expect(faults).toEqual([]);
});

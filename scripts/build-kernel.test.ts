import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildKernel } from './build-kernel.ts';

test('the committed kernel is what its source compiles to', () => {
  const committed = readFileSync(new URL('../src/match/wasm/kernel.generated.ts', import.meta.url), 'utf8');
  expect(committed === buildKernel(), 'run node scripts/build-kernel.ts and commit what it writes').toBe(true);
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildKernel, KERNELS, targetOf } from './build-kernel.ts';

test.each(KERNELS)('the committed kernel is what its source compiles to: $target', (kernel) => {
  const committed = readFileSync(targetOf(kernel), 'utf8');
  expect(committed === buildKernel(kernel), 'run node scripts/build-kernel.ts and commit what it writes').toBe(true);
});

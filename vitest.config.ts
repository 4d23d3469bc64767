import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// One worker process a core, modules shared between test files: no test may rely on global state.
export default defineConfig({
  test: {
    include: ['{src,scripts,test,web}/**/*.test.ts'],
    isolate: false,
    pool: 'forks',
    maxWorkers: availableParallelism(),
    testTimeout: 20_000,
    hookTimeout: 30_000,
    reporters: ['default'],
  },
});

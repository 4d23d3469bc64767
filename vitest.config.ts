import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

const ENGINE_TESTS = ['test/engine/**/*.test.ts', 'test/image/**/*.test.ts'];

// One worker process a core, modules shared between test files: no test may rely on global state. What drives a real engine comes when all else is
// done, one file after the other: an engine, its containers and their reader need the whole machine, and would make others wait.
export default defineConfig({
  test: {
    isolate: false,
    pool: 'forks',
    // V8 may end a process that replaces the bridges of WebAssembly beside worker threads (docs/decisions/0131-no-bridge-is-replaced.md).
    execArgv: ['--no-wasm-generic-wrapper'],
    // Long enough for a machine that others use as well: what hangs is told a little later, what is slow passes.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A condition that comes at all comes at once, on a machine that has time.
    expect: { poll: { timeout: 10_000 } },
    // Some tests measure time. A run that decides must not hinge on one slow moment of a machine; what is broken fails every time.
    retry: process.env.CI ? 2 : 0,
    reporters: ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: ['{src,scripts,test,web}/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...ENGINE_TESTS],
          maxWorkers: availableParallelism(),
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'engine',
          include: ENGINE_TESTS,
          maxWorkers: 1,
          // Engines take seconds for what else takes milliseconds.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});

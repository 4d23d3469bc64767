import { defineConfig } from 'vitest/config';

// `npm run screenshots`: no test, but it needs all that tests stand on.
// biome-ignore lint/style/noDefaultExport: Vitest reads its configuration so.
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/screenshots/screenshots.ts', 'test/screenshots/guide-pictures.ts'],
    pool: 'forks',
    execArgv: ['--no-wasm-generic-wrapper'],
    testTimeout: 300_000,
  },
});

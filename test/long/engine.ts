// The tests with real engines at their full size: a hundred kills and more, logs of 1 GB, 200 containers. It takes an hour: node test/long/engine.ts [FILE…]
// As root, with what .ci/run installs. Arguments go to vitest.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
const files = process.argv.slice(2);
const { status } = spawnSync(process.execPath, [vitest, 'run', ...(files.length > 0 ? files : ['test/engine'])], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, TOCSIN_TEST_LONG: '1', TOCSIN_TEST_REQUIRE: 'docker,podman' },
});
process.exit(status ?? 1);

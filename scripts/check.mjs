// Runs every check of the project, cheapest first, and stops at the first that fails. Arguments go to vitest: npm test -- src/core
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findNode } from './setup/find-node.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const node = nodeOrEnd();
const tool = (...parts) => path.join(root, 'node_modules', ...parts);

const checks = [
  ['types', tool('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json'],
  ['types of the UI', tool('typescript', 'bin', 'tsc'), '-p', 'web/tsconfig.json'],
  [
    'lint and format',
    tool('@biomejs', 'biome', 'bin', 'biome'),
    'ci',
    '--error-on-warnings',
    '--reporter=summary',
    '.',
  ],
  ['architecture', 'scripts/check-architecture.ts'],
  ['docs', 'scripts/check-docs.ts'],
  ['tests', tool('vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)],
];

for (const [name, ...command] of checks) {
  const started = Date.now();
  const env = { ...process.env, NO_COLOR: '1' };
  const done = spawnSync(node, command, { cwd: root, stdio: 'inherit', env, shell: node.endsWith('.cmd') });
  if (done.status !== 0) {
    console.error(`check: ${name} failed`);
    process.exit(done.status || 1);
  }
  if (name !== 'tests') console.log(`check: ${name} ok (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

function nodeOrEnd() {
  try {
    return findNode(root);
  } catch (error) {
    console.error(`check: ${error.message}`);
    return process.exit(1);
  }
}

// Brings a checkout to where it can run, or with --everything to where it can be worked on: installs what that needs of the lock file when it changed, builds the
// UI when web/ changed, bundles `tocsin scan` when its sources changed, and refuses a Node that is too old. Plain JavaScript without dependencies, because it runs
// before there are any, under Node 18 or newer. It writes to standard error only.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildUi, uiIsCurrent } from './setup/build-ui.mjs';
import { bundleScan, scanIsCurrent } from './setup/bundle-scan.mjs';
import { findNode } from './setup/find-node.mjs';
import { EVERYTHING, installPackages, packagesAreCurrent, RUNNING } from './setup/install-packages.mjs';
import { releaseLock, takeLock } from './setup/lock.mjs';
import { say } from './setup/terminal.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const extent = process.argv.includes('--everything') ? EVERYTHING : RUNNING;

try {
  // Usually nothing is to be done, and that takes no lock.
  if (!packagesAreCurrent(root, extent) || !uiIsCurrent(root) || !scanIsCurrent(root)) await setUp();
  findNode(root);
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}

async function setUp() {
  const lock = await takeLock(root);
  try {
    // Whoever held the lock before us may have done it all.
    const isInstalled = packagesAreCurrent(root, extent);
    if (!isInstalled) await installPackages(root, extent);
    if (!uiIsCurrent(root)) await buildUi(root, findNode(root));
    if (!isInstalled || !scanIsCurrent(root)) bundleScan(root, findNode(root));
  } finally {
    releaseLock(lock);
  }
}

// Brings a checkout to where it can run: installs what the lock file names when it changed, builds the UI when web/ changed, bundles `tocsin scan` when its
// sources changed, and refuses a Node that is too old. Plain JavaScript without dependencies, because it runs before there are any, under Node 18 or newer. It writes to standard error only.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildUi, uiIsCurrent } from './setup/build-ui.mjs';
import { bundleScan, scanIsCurrent } from './setup/bundle-scan.mjs';
import { findNode } from './setup/find-node.mjs';
import { installPackages, packagesAreCurrent } from './setup/install-packages.mjs';
import { releaseLock, takeLock } from './setup/lock.mjs';
import { say } from './setup/terminal.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

try {
  // Usually nothing is to be done, and that takes no lock.
  if (!packagesAreCurrent(root) || !uiIsCurrent(root) || !scanIsCurrent(root)) await setUp();
  findNode(root);
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}

async function setUp() {
  const lock = await takeLock(root);
  try {
    // Whoever held the lock before us may have done it all.
    const isInstalled = packagesAreCurrent(root);
    if (!isInstalled) await installPackages(root);
    if (!uiIsCurrent(root)) await buildUi(root, findNode(root));
    if (!isInstalled || !scanIsCurrent(root)) bundleScan(root, findNode(root));
  } finally {
    releaseLock(lock);
  }
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { linkBundledNode, removeBrokenNode } from './find-node.mjs';
import { fingerprint, isStamped, stamp, textOf } from './fingerprint.mjs';
import { setRunningNodeAside } from './running-node.mjs';
import { runLoudly } from './terminal.mjs';

const stampFile = (root) => path.join(root, 'node_modules', '.tocsin-setup');

/** Whether node_modules holds what the lock file names, as we installed it: whoever used npm on it since changed npm's own record, which is part of the stamp. */
export function packagesAreCurrent(root) {
  return isStamped(stampFile(root), wantedState(root));
}

/**
 * Installs what the lock file names, development and platform packages included, whatever the user's npm settings and NODE_ENV say. Throws when npm fails.
 */
export async function installPackages(root) {
  const node = setRunningNodeAside(root);
  const options = ['--include=dev', '--include=optional', '--engine-strict=false', '--ignore-scripts'];
  // We say ourselves that it still runs, and on the line of npm's spinner that would stand behind it.
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--no-progress'];
  const installed = await runLoudly('installing packages (npm ci)', [...npm(node.file), 'ci', ...options, ...quiet], {
    cwd: root,
    shell: process.platform === 'win32' && npmScript() === undefined,
  });
  if (!installed) {
    node.putBack();
    throw new Error('npm ci failed; what it printed stands above. Mend that and run the same command again.');
  }
  linkBundledNode(root);
  removeBrokenNode(root);
  stamp(stampFile(root), wantedState(root));
}

/** Scripts and such may change in package.json without anything to install. */
function wantedState(root) {
  const { dependencies, devDependencies, optionalDependencies, overrides } = JSON.parse(
    textOf(path.join(root, 'package.json')).toString() || '{}',
  );
  return fingerprint([
    ['dependencies', JSON.stringify([dependencies, devDependencies, optionalDependencies, overrides])],
    ['lock', textOf(path.join(root, 'package-lock.json'))],
    ['installed', textOf(path.join(root, 'node_modules', '.package-lock.json'))],
  ]);
}

/** The npm that runs us, under a Node that it will not delete; else the one on PATH. */
function npm(node) {
  const script = npmScript();
  if (script !== undefined) return [node, script];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}

function npmScript() {
  const script = process.env.npm_execpath;
  return script && /npm-cli\.c?js$/.test(script) && existsSync(script) ? script : undefined;
}

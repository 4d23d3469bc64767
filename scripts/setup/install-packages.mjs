import { existsSync } from 'node:fs';
import path from 'node:path';
import { linkBundledNode, removeBrokenNode } from './find-node.mjs';
import { fingerprint, isStamped, stamp, textOf } from './fingerprint.mjs';
import { holdsEverything, packageFolders } from './installed-packages.mjs';
import { setRunningNodeAside } from './running-node.mjs';
import { runLoudly } from './terminal.mjs';

/** What `npm start` needs, the building of the UI included; or that and what checks, benches and the kernel's build need, which stands in test/package.json. */
export const RUNNING = 'running';
export const EVERYTHING = 'everything';

const stampFile = (root) => path.join(root, 'node_modules', '.tocsin-setup');

/** Whether node_modules holds at least so much of what the lock file names, as we left it: whoever used npm on it since changed npm's own record, which is part of the stamp. */
export function packagesAreCurrent(root, extent) {
  return [extent, EVERYTHING].some((each) => isStamped(stampFile(root), wantedState(root, each)));
}

/**
 * Brings node_modules to what the lock file names, development and platform packages included, whatever the user's npm settings and NODE_ENV say. Who once had
 * everything keeps it. Throws when npm fails.
 */
export async function installPackages(root, extent) {
  const wanted = textOf(stampFile(root)).toString().startsWith(EVERYTHING) ? EVERYTHING : extent;
  const isThere = holdsEverything(root);
  if (!isThere) await runNpm(root, wanted);
  linkBundledNode(root);
  removeBrokenNode(root);
  stamp(stampFile(root), wantedState(root, isThere ? EVERYTHING : wanted));
}

async function runNpm(root, extent) {
  const node = setRunningNodeAside(root);
  const options = ['--include=dev', '--include=optional', '--engine-strict=false', '--ignore-scripts'];
  // What only checks, benches and the kernel's build need are the packages of a workspace.
  if (extent === RUNNING) options.push('--workspaces=false');
  // We say ourselves that it still runs, and on the line of npm's spinner that would stand behind it.
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--no-progress'];
  const what = extent === EVERYTHING ? 'everything, some 215 MB' : 'what running it needs, some 75 MB';
  const installed = await runLoudly(
    `installing packages (npm ci: ${what})`,
    [...npm(node.file), 'ci', ...options, ...quiet],
    {
      cwd: root,
      shell: process.platform === 'win32' && npmScript() === undefined,
      howFar: () => howFar(root),
    },
  );
  if (installed) return;
  node.putBack();
  throw new Error('npm ci failed; what it printed stands above. Mend that and run the same command again.');
}

/** npm makes the folders of all packages before it unpacks the first. */
function howFar(root) {
  const folders = packageFolders(path.join(root, 'node_modules'));
  const unpacked = folders.filter((folder) => existsSync(path.join(folder, 'package.json')));
  return folders.length === 0 ? 'asking the registry' : `${unpacked.length} of ${folders.length} packages unpacked`;
}

/** Scripts and such may change in package.json without anything to install. */
function wantedState(root, extent) {
  const manifests = ['package.json', path.join('test', 'package.json')].map((name) => manifest(path.join(root, name)));
  const print = fingerprint([
    ['dependencies', JSON.stringify(manifests)],
    ['lock', textOf(path.join(root, 'package-lock.json'))],
    ['installed', textOf(path.join(root, 'node_modules', '.package-lock.json'))],
  ]);
  return `${extent} ${print}`;
}

function manifest(file) {
  const { dependencies, devDependencies, optionalDependencies, overrides } = JSON.parse(
    textOf(file).toString() || '{}',
  );
  return [dependencies, devDependencies, optionalDependencies, overrides];
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

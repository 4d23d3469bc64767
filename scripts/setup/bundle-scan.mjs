// Whether the bundle of `tocsin scan` must be made anew, and who makes it: scripts/setup/make-scan-bundle.mjs, under the Node that will run it.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { textOf } from './fingerprint.mjs';
import { say } from './terminal.mjs';

const folderOf = (root) => path.join(root, 'dist', 'scan');
const makerOf = (root) => path.join(root, 'scripts', 'setup', 'make-scan-bundle.mjs');

/** Whether the bundle was made of the sources that are there now, by the same measure as bin/tocsin.mjs takes: a file whose time changed may have changed. */
export function scanIsCurrent(root) {
  if (!existsSync(path.join(root, 'src', 'cli', 'scan-process.ts'))) return true;
  try {
    const inputs = JSON.parse(textOf(path.join(folderOf(root), 'inputs.json')));
    return inputs.every(([file, time]) => statSync(path.join(root, file)).mtimeMs === time);
  } catch {
    return false;
  }
}

/** When it fails no bundle is left: then the sources are run, which start more slowly. */
export function bundleScan(root, node) {
  const folder = folderOf(root);
  rmSync(folder, { recursive: true, force: true });
  const options = { cwd: root, stdio: ['ignore', 'ignore', 2], shell: node.endsWith('.cmd') };
  if (spawnSync(node, [makerOf(root), root, folder], options).status === 0) return;
  rmSync(folder, { recursive: true, force: true });
  say('"tocsin scan" could not be bundled and will start more slowly; why stands above.');
}

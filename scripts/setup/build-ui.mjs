import path from 'node:path';
import { filesBelow, fingerprint, isStamped, stamp, textOf } from './fingerprint.mjs';
import { runLoudly } from './terminal.mjs';

const stampFile = (root) => path.join(root, 'web', 'dist', '.tocsin-setup');

/** Whether web/dist was built from the web/ that is there now. */
export function uiIsCurrent(root) {
  return isStamped(stampFile(root), wantedState(root));
}

/** Throws when the build fails. */
export async function buildUi(root, node) {
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const built = await runLoudly('building the user interface', [node, vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    shell: node.endsWith('.cmd'),
  });
  if (!built) throw new Error('building the user interface failed; what vite printed stands above.');
  stamp(stampFile(root), wantedState(root));
}

function wantedState(root) {
  const sources = filesBelow(path.join(root, 'web'), (name) => name !== 'dist' && !/\.test\.tsx?$/.test(name));
  const others = ['vite.config.ts', 'package-lock.json'].map((name) => path.join(root, name));
  const texts = [...sources, ...others.map((file) => [file, textOf(file)])];
  return fingerprint(texts.map(([file, text]) => [path.relative(root, file), text]));
}

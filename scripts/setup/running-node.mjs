import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isRunning } from './lock.mjs';

/**
 * npm scripts find node_modules/.bin/node first, so that this very process may run from the folder that npm ci empties. Its binary is moved out of the way
 * then (which works while it runs), never deleted; `file` is a Node that stays where it is, and `putBack` undoes the move.
 */
export function setRunningNodeAside(root) {
  const modules = path.join(root, 'node_modules');
  const from = process.execPath;
  const asideFolder = path.join(root, '.setup');
  removeOthers(asideFolder);
  if (!isBelow(from, modules)) return { file: from, putBack: () => {} };
  mkdirSync(asideFolder, { recursive: true });
  const aside = path.join(asideFolder, `node-${process.pid}${path.extname(from)}`);
  renameSync(from, aside);
  const outer = process.env.npm_node_execpath;
  const stays = outer && existsSync(outer) && !isBelow(outer, modules) ? outer : aside;
  const putBack = () => {
    if (!existsSync(from) && existsSync(path.dirname(from))) renameSync(aside, from);
  };
  return { file: stays, putBack };
}

/** What earlier set-ups left, once the process that ran from it has ended. */
function removeOthers(asideFolder) {
  if (!existsSync(asideFolder)) return;
  for (const name of readdirSync(asideFolder)) {
    const pid = Number(/^node-(\d+)/.exec(name)?.[1]);
    if (pid && !isRunning(pid)) rmSync(path.join(asideFolder, name), { force: true });
  }
}

function isBelow(file, folder) {
  return file.startsWith(folder + path.sep);
}

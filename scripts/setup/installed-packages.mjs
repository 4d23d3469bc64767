import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { textOf } from './fingerprint.mjs';

/** Whether npm's own record of node_modules names each package of the lock file that this platform needs, as it does after `npm ci` by hand. */
export function holdsEverything(root) {
  const wanted = packagesIn(path.join(root, 'package-lock.json'));
  const installed = packagesIn(path.join(root, 'node_modules', '.package-lock.json'));
  const places = Object.keys(wanted).filter((place) => place !== '');
  const isThere = (place) => isSame(wanted[place], installed[place]) || mayBeMissing(wanted[place]);
  return places.length > 0 && places.every(isThere);
}

/** The folders of all packages right below node_modules, those of scopes included. */
export function packageFolders(modules) {
  if (!existsSync(modules)) return [];
  const names = readdirSync(modules).filter((name) => !name.startsWith('.'));
  return names.flatMap((name) => {
    const folder = path.join(modules, name);
    return name.startsWith('@') ? readdirSync(folder).map((each) => path.join(folder, each)) : [folder];
  });
}

function packagesIn(file) {
  return JSON.parse(textOf(file).toString() || '{}').packages ?? {};
}

function isSame(wanted, installed) {
  return installed !== undefined && wanted.version === installed.version && wanted.integrity === installed.integrity;
}

/** Those for other platforms, and what only they need. */
function mayBeMissing({ optional, os, cpu, libc }) {
  if (!optional) return false;
  if (os === undefined && cpu === undefined) return true;
  return isOther(os, process.platform) || isOther(cpu, process.arch) || isOther(libc, 'glibc');
}

function isOther(names, mine) {
  return names !== undefined && ![names].flat().includes(mine);
}

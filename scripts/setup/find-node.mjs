import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';

const NEEDED_NODE = 24;

/**
 * A Node that can run the sources: the one that runs us when it is new enough (and was not moved aside since), else the one that came with the packages.
 * Throws one clear line when there is none.
 */
export function findNode(root) {
  if (majorOf(process.versions.node) >= NEEDED_NODE && existsSync(process.execPath)) return process.execPath;
  if (majorOf(versionFrom(bundledNode(root))) >= NEEDED_NODE) return bundledNode(root);
  throw new Error(
    `Tocsin needs Node ${NEEDED_NODE} or newer; this is ${process.version} on ${process.platform}-${process.arch}. ` +
      'It comes by itself on Linux with glibc (x64, arm64) and Windows (x64); elsewhere install it from https://nodejs.org and run the same command again.',
  );
}

/** npm 10, which comes with Node 20 and 22, takes the name off the path again with those of our Nodes that are for other systems. */
export function linkBundledNode(root) {
  const name = `node-${process.platform}-${process.arch}`;
  const isThere = existsSync(path.join(root, 'node_modules', name, 'bin', 'node'));
  if (!isThere || process.platform === 'win32' || existsSync(bundledNode(root))) return;
  rmSync(bundledNode(root), { force: true });
  symlinkSync(path.join('..', name, 'bin', 'node'), bundledNode(root));
}

/** A Node that came and cannot run here (Alpine has another C library) must not stand first on the path of npm's scripts. */
export function removeBrokenNode(root) {
  const bundled = bundledNode(root);
  if (Number.isNaN(majorOf(versionFrom(bundled)))) rmSync(bundled, { force: true });
}

function bundledNode(root) {
  return path.join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
}

function versionFrom(node) {
  if (!existsSync(node)) return '';
  const answer = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8', shell: node.endsWith('.cmd') });
  return answer.stdout ?? '';
}

function majorOf(version) {
  return Number.parseInt(version, 10);
}

// Brings a checkout to where it can run: installs what the lock file names when it changed, builds the UI when web/ changed,
// and refuses a Node that is too old. Plain JavaScript without dependencies, because it runs before there are any, under Node 18 or newer.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED_NODE = 24;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const modules = path.join(root, 'node_modules');
const installStamp = path.join(modules, '.tocsin-setup');
const uiStamp = path.join(root, 'web', 'dist', '.tocsin-setup');
const asideFolder = path.join(root, '.setup');
const bundledNode = path.join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

installWhenChanged();
const node = findNode();
buildUiWhenChanged();

function installWhenChanged() {
  const wanted = digest([path.join(root, 'package.json'), path.join(root, 'package-lock.json')]);
  if (read(installStamp) === wanted) return;
  say('installing packages (npm ci) …');
  const runner = runnerOutsideModules();
  const npm = process.env.npm_execpath;
  const options = ['ci', '--include=dev', '--include=optional', '--engine-strict=false', '--ignore-scripts'];
  options.push('--no-audit', '--no-fund', '--loglevel=error');
  const done = npm
    ? run(runner, [npm, ...options])
    : run(process.platform === 'win32' ? 'npm.cmd' : 'npm', options, { shell: process.platform === 'win32' });
  if (!done) fail('npm ci failed; what it printed stands above. Mend that and run the same command again.');
  writeFileSync(installStamp, wanted);
}

/** npm ci empties node_modules; when this very process runs from there, its binary is moved aside first (a rename works even while it runs). */
function runnerOutsideModules() {
  const outer = process.env.npm_node_execpath;
  if (!process.execPath.startsWith(modules + path.sep)) {
    rmSync(asideFolder, { recursive: true, force: true });
    return process.execPath;
  }
  mkdirSync(asideFolder, { recursive: true });
  const aside = path.join(asideFolder, `node-${process.pid}${process.platform === 'win32' ? '.exe' : ''}`);
  renameSync(process.execPath, aside);
  return outer && existsSync(outer) && !outer.startsWith(modules + path.sep) ? outer : aside;
}

function findNode() {
  const candidates = existsSync(bundledNode) ? [bundledNode, process.execPath] : [process.execPath];
  for (const candidate of candidates) {
    const shell = candidate.endsWith('.cmd');
    const answer = spawnSync(candidate, ['-p', 'process.versions.node'], { encoding: 'utf8', shell });
    if (Number.parseInt(answer.stdout ?? '', 10) >= NEEDED_NODE) return candidate;
  }
  return fail(
    `Tocsin needs Node ${NEEDED_NODE} or newer; this is ${process.version} on ${process.platform}-${process.arch}. ` +
      'It comes by itself on Linux with glibc (x64, arm64) and Windows (x64); elsewhere install it from https://nodejs.org and run the same command again.',
  );
}

function buildUiWhenChanged() {
  const sources = [
    ...filesBelow(path.join(root, 'web')),
    path.join(root, 'vite.config.ts'),
    path.join(root, 'package-lock.json'),
  ];
  const wanted = digest(sources);
  if (read(uiStamp) === wanted) return;
  say('building the user interface …');
  const vite = path.join(modules, 'vite', 'bin', 'vite.js');
  const done = run(node, [vite, 'build', '--logLevel', 'warn'], { shell: node.endsWith('.cmd') });
  if (!done) fail('building the user interface failed; what vite printed stands above.');
  writeFileSync(uiStamp, wanted);
}

function filesBelow(folder) {
  return readdirSync(folder)
    .filter((name) => name !== 'dist' && !name.endsWith('.test.ts'))
    .sort()
    .flatMap((name) => {
      const file = path.join(folder, name);
      return statSync(file).isDirectory() ? filesBelow(file) : [file];
    });
}

/** A fingerprint of the files, their names, and the platform. */
function digest(files) {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  for (const file of files)
    hash.update(`\0${path.relative(root, file)}\0`).update(existsSync(file) ? readFileSync(file) : '');
  return hash.digest('hex');
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Runs a command with everything that it prints on our standard error, so that standard output stays with the program. */
function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options });
  if (done.error) say(String(done.error.message));
  return done.status === 0;
}

function say(text) {
  process.stderr.write(`tocsin setup: ${text}\n`);
}

function fail(text) {
  say(text);
  process.exit(1);
}

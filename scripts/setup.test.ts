import { execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../test/support/temporary-directory.ts';

/** The Node that comes with the packages. */
const OWN_NODE = `node-${process.platform}-${process.arch}`;

/** A package without registry: its dependencies are folders, its UI is built by a program of three lines, and its checks need one package more. */
function tinyCheckout(): string {
  const root = temporaryDirectory();
  for (const name of ['setup.mjs', 'setup'])
    cpSync(path.join(import.meta.dirname, name), path.join(root, 'scripts', name), { recursive: true });
  write(
    root,
    'fake/vite/bin/vite.js',
    "const fs = require('node:fs'); console.log('noise'); fs.mkdirSync('web/dist', { recursive: true }); fs.appendFileSync('web/dist/index.html', 'built\\n');",
  );
  write(root, `fake/${OWN_NODE}/package.json`, `{"name":"${OWN_NODE}","version":"1.0.0","bin":{"node":"bin/node"}}`);
  write(root, `fake/${OWN_NODE}/bin/node`, `#!/bin/sh\nexec ${process.execPath} "$@"\n`);
  write(root, 'fake/checker/package.json', '{"name":"checker","version":"1.0.0"}');
  write(root, 'web/index.html', '<p>');
  writeManifests(root, '1.0.0');
  return root;
}

function write(root: string, name: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), text);
}

function writeManifests(root: string, version: string): void {
  const self = {
    name: 'tiny',
    workspaces: ['test'],
    devDependencies: { vite: 'file:fake/vite' },
    optionalDependencies: { [OWN_NODE]: `file:fake/${OWN_NODE}` },
  };
  const checks = { name: 'checks', devDependencies: { checker: 'file:../fake/checker' } };
  const packages = {
    '': self,
    test: checks,
    'fake/checker': { name: 'checker', version: '1.0.0', dev: true },
    'fake/vite': { name: 'vite', version, dev: true },
    [`fake/${OWN_NODE}`]: { name: OWN_NODE, version: '1.0.0', optional: true, bin: { node: 'bin/node' } },
    'node_modules/checker': { resolved: 'fake/checker', link: true },
    'node_modules/checks': { resolved: 'test', link: true },
    'node_modules/vite': { resolved: 'fake/vite', link: true },
    [`node_modules/${OWN_NODE}`]: { resolved: `fake/${OWN_NODE}`, link: true },
  };
  write(root, 'fake/vite/package.json', JSON.stringify({ name: 'vite', version, engines: { node: '>=99' } }));
  write(root, 'test/package.json', JSON.stringify(checks));
  write(root, 'package.json', JSON.stringify({ ...self, scripts: {} }));
  write(root, 'package-lock.json', JSON.stringify({ name: 'tiny', lockfileVersion: 3, requires: true, packages }));
}

interface SetUpOptions {
  readonly everything?: boolean;
  readonly node?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The environment without anything that the npm around these tests has told us about another folder. */
function plainEnvironment() {
  const clean = Object.entries(process.env).filter(([name]) => !/^npm_(?!execpath)/.test(name) && name !== 'NODE_ENV');
  return { ...Object.fromEntries(clean), npm_config_offline: 'true' };
}

/** Runs the set-up as npm would. */
async function setUp(
  root: string,
  { node = process.execPath, args = [], env = {}, everything = false }: SetUpOptions = {},
) {
  const command = [...args, 'scripts/setup.mjs', ...(everything ? ['--everything'] : [])];
  const child = spawn(node, command, { cwd: root, env: { ...plainEnvironment(), ...env } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

const timesBuilt = (root: string): number =>
  readFileSync(path.join(root, 'web/dist/index.html'), 'utf8').split('\n').length - 1;

/** Makes this Node say that it is another version. */
const pretending = (version: string) => [
  '--import',
  `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`,
];

describe('the set-up', () => {
  test('installs everything and builds the UI whatever npm is told by its user, and then has nothing more to do', async () => {
    const root = tinyCheckout();
    const env = { npm_config_omit: 'dev', NODE_ENV: 'production', npm_config_engine_strict: 'true' };
    const first = await setUp(root, { env });
    expect(first).toMatchObject({ code: 0, stdout: '' });
    expect(first.stderr).toMatch(/installing packages.*done in.*building the user interface.*done in/s);
    expect(existsSync(path.join(root, 'node_modules/vite/bin/vite.js'))).toBe(true);
    expect(timesBuilt(root)).toBe(1);
    expect(await setUp(root, { env })).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('to run, installs what the package itself names; to be worked on, what its checks need as well, and that stays', async () => {
    const root = tinyCheckout();
    const isThere = (name: string) => existsSync(path.join(root, 'node_modules', name));
    expect((await setUp(root)).stderr).toMatch(/what running it needs, some \d+ MB/);
    expect([isThere('vite'), isThere('checker')]).toEqual([true, false]);
    expect(await setUp(root, { everything: true })).toMatchObject({ code: 0, stdout: '' });
    expect([isThere('vite'), isThere('checker')]).toEqual([true, true]);
    for (const everything of [false, true])
      expect(await setUp(root, { everything })).toEqual({ code: 0, stdout: '', stderr: '' });
    writeManifests(root, '1.0.1');
    expect((await setUp(root)).stderr).toContain('installing packages');
    expect(isThere('checker')).toBe(true);
  });

  test('takes what npm ci by hand has installed as it is, unless something is missing', async () => {
    const root = tinyCheckout();
    const byHand = (...options: string[]) =>
      execFileSync('npm', ['ci', '--silent', ...options], { cwd: root, env: plainEnvironment(), stdio: 'pipe' });
    byHand();
    const first = await setUp(root, { everything: true });
    expect(first).toMatchObject({ code: 0, stdout: '' });
    expect(first.stderr).not.toContain('installing');
    expect(timesBuilt(root)).toBe(1);
    expect(await setUp(root, { everything: true })).toEqual({ code: 0, stdout: '', stderr: '' });
    for (const option of ['dev', 'optional']) {
      byHand(`--omit=${option}`);
      expect((await setUp(root, { everything: true })).stderr).toContain('installing packages');
    }
  });

  test('does again what changed, and only that', async () => {
    const root = tinyCheckout();
    await setUp(root);
    write(
      root,
      'package.json',
      readFileSync(path.join(root, 'package.json'), 'utf8').replace('"scripts":{}', '"scripts":{"x":"y"}'),
    );
    expect((await setUp(root)).stderr).toBe('');
    write(root, 'web/index.html', '<b>');
    const built = await setUp(root);
    expect(built.stderr).not.toContain('installing');
    expect(timesBuilt(root)).toBe(2);
    // As `npm prune --omit=dev` would.
    write(root, 'node_modules/.package-lock.json', '{}');
    expect((await setUp(root)).stderr).toContain('installing packages');
    writeManifests(root, '1.0.1');
    expect((await setUp(root)).stderr).toMatch(/installing packages.*building/s);
  });

  test('run by the Node that npm ci removes, keeps that Node until it has ended', async () => {
    const root = tinyCheckout();
    const node = path.join(root, `node_modules/${OWN_NODE}/bin/node`);
    mkdirSync(path.dirname(node), { recursive: true });
    copyFileSync(process.execPath, node);
    expect(await setUp(root, { node })).toMatchObject({ code: 0 });
    expect(lstatSync(path.join(root, `node_modules/${OWN_NODE}`)).isSymbolicLink()).toBe(true);
    const kept = () => readdirSync(path.join(root, '.setup')).filter((name) => name.startsWith('node-'));
    expect(kept()).toHaveLength(1);
    writeManifests(root, '1.0.1');
    expect(await setUp(root)).toMatchObject({ code: 0 });
    expect(kept()).toEqual([]);
  });

  test('says what to do when npm fails, leaves the Node where it was, and lets the next one try', async () => {
    const root = tinyCheckout();
    const node = path.join(root, `node_modules/${OWN_NODE}/bin/node`);
    mkdirSync(path.dirname(node), { recursive: true });
    copyFileSync(process.execPath, node);
    write(root, 'package-lock.json', '{"lockfileVersion":3,"packages":{}}');
    const failed = await setUp(root, { node });
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failed.stderr).toContain('tocsin setup: npm ci failed; what it printed stands above.');
    expect(existsSync(node)).toBe(true);
    writeManifests(root, '1.0.0');
    expect(await setUp(root)).toMatchObject({ code: 0 });
  });

  test('of two at the same time, one works and the other waits for it', async () => {
    const root = tinyCheckout();
    const both = await Promise.all([setUp(root), setUp(root)]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.filter(({ stderr }) => stderr.includes('installing'))).toHaveLength(1);
    expect(both.filter(({ stderr }) => stderr.includes('another set-up is at work'))).toHaveLength(1);
    expect(timesBuilt(root)).toBe(1);
    expect(existsSync(path.join(root, '.setup/lock'))).toBe(false);
  });

  test('takes over from a set-up that was killed', async () => {
    const root = tinyCheckout();
    write(root, '.setup/lock', `${hostname()} 4194305`);
    expect(await setUp(root)).toMatchObject({ code: 0 });
  });

  test('refuses a Node that is too old in one line, unless a newer one came with the packages', async () => {
    const root = tinyCheckout();
    await setUp(root);
    expect(await setUp(root, { args: pretending('20.19.0') })).toEqual({ code: 0, stdout: '', stderr: '' });
    rmSync(path.join(root, 'node_modules/.bin/node'));
    const old = await setUp(root, { args: pretending('20.19.0') });
    expect(old).toMatchObject({ code: 1, stdout: '' });
    expect(old.stderr).toMatch(/^tocsin setup: Tocsin needs Node 24 or newer; .+\n$/);
  });

  test('puts the Node that came on the path where npm has not, as npm 10 has not', async () => {
    const root = tinyCheckout();
    write(
      root,
      'npm-10/npm-cli.js',
      `const npm = require('node:child_process').spawnSync('npm', process.argv.slice(2), { stdio: 'inherit' });
      require('node:fs').rmSync('node_modules/.bin/node', { force: true });
      process.exitCode = npm.status;`,
    );
    const env = { npm_execpath: path.join(root, 'npm-10/npm-cli.js') };
    expect(await setUp(root, { env, args: pretending('20.19.0') })).toMatchObject({ code: 0 });
    expect(existsSync(path.join(root, 'node_modules/.bin/node'))).toBe(true);
  });

  test('takes a Node that came and cannot run here off the path', async () => {
    const root = tinyCheckout();
    write(root, `fake/${OWN_NODE}/bin/node`, '#!/no/such/loader\n');
    expect(await setUp(root)).toMatchObject({ code: 0 });
    expect(existsSync(path.join(root, 'node_modules/.bin/node'))).toBe(false);
  });
});

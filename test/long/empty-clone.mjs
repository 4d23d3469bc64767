// Walks the whole way of a newcomer, with the network and a cold cache, which takes minutes: node test/long/empty-clone.mjs
// Clones this repository's last commit and starts it under every npm setting that has broken such things before; then packs it and runs the package.
// NODE names the Node to begin with (default: the first on PATH outside of node_modules), as a newcomer has it.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const work = mkdtempSync(path.join(tmpdir(), 'tocsin-long-'));
const outside = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => !folder.includes('node_modules'));
const plain = Object.entries(process.env).filter(([name]) => !/^npm_|^TOCSIN_|^NODE_/.test(name));
const base = {
  ...Object.fromEntries(plain),
  PATH: outside.join(path.delimiter),
  npm_config_cache: path.join(work, 'cache'),
};
/** The set-up and the guide speak of some 75. */
const MOST_MEGABYTES = 90;
/** Each start is a group of processes of its own, so that nothing of it is left when something fails. */
const groups = [];
let nextPort = 20_000 + (process.pid % 10_000);

try {
  await walk();
} finally {
  for (const group of groups) endGroup(group);
  rmSync(work, { recursive: true, force: true });
}

async function walk() {
  const first = clone('first');
  say(`Node on PATH: ${output('node', ['--version'])}, npm ${output('npm', ['--version'])}`);
  await serves('an empty clone and a cold cache', first, { withinMs: 60_000 });
  saysHowMuchWasFetched();
  await serves('the second start', first, { withinMs: 2_000 });
  const env = { NODE_ENV: 'production', npm_config_omit: 'dev', npm_config_engine_strict: 'true' };
  await serves('NODE_ENV=production, omit=dev, engine-strict', clone('strict'), { withinMs: 60_000, env });
  changeLock(first);
  await serves('a changed lock, run by the Node that npm ci removes', first, { withinMs: 60_000 });
  await bothServe('two first starts at the same time', clone('twice'));
  await packed(first);
  say('all walked');
}

/** npm keeps each package packed, as it came, under the hash of its content, and beside them what the registry answered. */
function saysHowMuchWasFetched() {
  const content = path.join(base.npm_config_cache, '_cacache', 'content-v2', 'sha512');
  const files = readdirSync(content, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  const texts = files.map((file) => readFileSync(path.join(file.parentPath ?? file.path, file.name)));
  const packed = texts.filter((text) => text[0] === 0x1f && text[1] === 0x8b);
  const megabytes = packed.reduce((sum, { length }) => sum + length, 0) / 1e6;
  if (megabytes > MOST_MEGABYTES) throw new Error(`${megabytes.toFixed(1)} MB were fetched to run it`);
  say(`fetched for it: ${packed.length} packages, ${megabytes.toFixed(1)} MB`);
}

function clone(name) {
  const folder = path.join(work, name);
  execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${root}`, folder]);
  return folder;
}

/** The lock says the same in other bytes, as it does after most updates. */
function changeLock(folder) {
  const file = path.join(folder, 'package-lock.json');
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n`);
}

async function serves(what, folder, { withinMs, env = {} }) {
  const server = start(folder, env);
  say(`${what}: healthy after ${await healthy(server, withinMs)} ms`);
  await server.stop();
}

async function bothServe(what, folder) {
  const servers = [start(folder, { TOCSIN_DATA_DIR: 'one' }), start(folder, { TOCSIN_DATA_DIR: 'two' })];
  const times = await Promise.all(servers.map((server) => healthy(server, 120_000)));
  say(`${what}: healthy after ${times.join(' and ')} ms`);
  for (const server of servers) await server.stop();
}

function start(folder, env) {
  nextPort += 1;
  const child = spawn('npm', ['start', '--silent'], {
    cwd: folder,
    env: { ...base, TOCSIN_PORT: String(nextPort), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  groups.push(child.pid);
  const server = { child, port: nextPort, stdout: '', stderr: '', started: Date.now(), stop };
  child.stdout.on('data', (chunk) => (server.stdout += chunk));
  child.stderr.on('data', (chunk) => (server.stderr += chunk));
  const ended = new Promise((resolve) => child.on('close', resolve));
  return server;

  async function stop() {
    child.kill('SIGTERM');
    await ended;
    for (const line of server.stdout.trim().split('\n')) JSON.parse(line);
    if (!server.stdout.includes('"tocsin_stopped"')) throw new Error(`it did not stop gracefully:\n${server.stdout}`);
  }
}

async function healthy(server, withinMs) {
  for (;;) {
    const took = Date.now() - server.started;
    if (took > withinMs || server.child.exitCode !== null) {
      throw new Error(`not healthy after ${took} ms:\n${server.stdout}\n${server.stderr}`);
    }
    const status = await fetch(`http://127.0.0.1:${server.port}/api/health`).then(
      (reply) => reply.status,
      () => 0,
    );
    if (status === 200) return took;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function endGroup(group) {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has ended, as it should have.
  }
}

/** The package as npm would publish it, installed into an empty folder and run by the Node on PATH. */
async function packed(folder) {
  const name = output('npm', ['pack', '--silent'], folder).split('\n').at(-1);
  const home = path.join(work, 'home');
  execFileSync('mkdir', [home]);
  writeFileSync(path.join(home, 'package.json'), '{"private":true}');
  execFileSync('npm', ['install', '--silent', path.join(folder, name)], {
    cwd: home,
    env: base,
    stdio: ['ignore', 2, 2],
  });
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const said = output('npx', ['tocsin', '--version'], home);
  if (said !== version) throw new Error(`the package says ${said}`);
  const launcher = path.join(home, 'node_modules', 'tocsin', 'bin', 'tocsin.mjs');
  if (output('node', [launcher, '--version'], home) !== version) throw new Error('the launcher does not hand over');
  writeFileSync(path.join(home, 'package.json'), '{"private":true,"scripts":{"start":"tocsin serve"}}');
  const server = start(home, {});
  await healthy(server, 20_000);
  const page = await fetch(`http://127.0.0.1:${server.port}/`);
  if (page.status !== 200) throw new Error(`the UI of the package answers ${page.status}`);
  await server.stop();
  const others = readdirSync(path.join(home, 'node_modules')).length;
  say(`the packed package: ${name}, installed beside ${others} others, serves UI and API`);
}

function say(text) {
  process.stdout.write(`${text}\n`);
}

function output(command, args, cwd = work) {
  return execFileSync(command, args, { cwd, env: base, encoding: 'utf8', stdio: ['ignore', 'pipe', 2] }).trim();
}

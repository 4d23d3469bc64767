#!/usr/bin/env node
// The `tocsin` command: finds a Node that can run the program and hands over to it. Plain JavaScript, because an older Node may be the one that runs this file.
// It asks for Node's modules one by one, as it needs them: importing one costs up to some milliseconds.
const NEEDED_NODE = 24;
const builtin = process.getBuiltinModule ?? (await import('node:module')).createRequire(import.meta.url);
const { existsSync, readFileSync, statSync } = builtin('node:fs');
const path = builtin('node:path');
const here = builtin('node:url').fileURLToPath(import.meta.url);
const root = path.resolve(path.dirname(here), '..');

if (Number.parseInt(process.versions.node, 10) < NEEDED_NODE) handOver(bundledNode());
else if (process.argv[2] !== 'scan' || !runScan(path.join(root, 'dist', 'scan'))) await runMain();

/** A scan runs from the bundle that the set-up made, unless a source has changed since: false then. What V8 compiled of it is used by the very version that compiled it; any other compiles anew. */
function runScan(folder) {
  try {
    if (existsSync(path.join(root, 'src'))) {
      for (const [file, time] of JSON.parse(readFileSync(path.join(folder, 'inputs.json'), 'utf8'))) {
        // Joined without `path`, which looks at each character: too much for a hundred names before anything has been compiled.
        if (statSync(`${root}/${file}`).mtimeMs !== time) return false;
      }
    }
    const filename = path.join(folder, 'scan.cjs');
    const cachedData = readFileSync(path.join(folder, 'scan.v8'));
    const code = `(function (require, exports) {${readFileSync(filename, 'latin1')}\n})`;
    const script = new (builtin('node:vm').Script)(code, { filename, cachedData });
    if (!script.cachedDataRejected) optimizeLate();
    script.runInThisContext()(builtin('node:module').createRequire(filename), {});
    return true;
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

/**
 * Most of a scan's code runs for some milliseconds. V8 would compile all of it anew to make it faster, in threads of its own, which costs more time than is left to
 * be saved; so that must be earned ten times as long, and forty times by what the dearest of its compilers would make. These are words of the version of V8 that made the bundle, and no other hears them.
 */
function optimizeLate() {
  const counts = { maglev: 4_000, 'maglev-osr': 1_000, turbofan: 120_000, osr: 20_000 };
  const flags = Object.entries(counts).map(([tier, count]) => `--invocation-count-for-${tier}=${count}`);
  builtin('node:v8').setFlagsFromString(flags.join(' '));
}

/** A checkout runs its sources; a published package, whose sources Node would not strip below node_modules, runs what was built from them. */
async function runMain() {
  const main = [path.join(root, 'src', 'main.ts'), path.join(root, 'dist', 'main.js')].find((file) => existsSync(file));
  if (main === undefined) stop('this copy is incomplete: neither src/main.ts nor dist/main.js is there.');
  if (process.argv[2] === 'serve') makeThreads();
  if (process.argv[2] === 'serve' && main.endsWith('.ts')) neverReplaceBridges();
  // Halves the time to start. Where the folder cannot be written, Node goes on without.
  builtin('node:module').enableCompileCache?.(path.join(root, '.cache', 'compile'));
  await import(builtin('node:url').pathToFileURL(main).href);
}

/** Node reads files, hashes passwords and looks up names in the same few threads, names in half of them: a name that nobody answers for takes one for many seconds. */
function makeThreads() {
  process.env.UV_THREADPOOL_SIZE ??= '16';
}

/**
 * Node strips the types of sources with a WebAssembly program. V8 13.6 replaces the bridges between that and JavaScript by faster ones while they are in use, and
 * beside worker threads that has ended the process with SIGSEGV (docs/decisions/0131-no-bridge-is-replaced.md). Made fast at once, they are never replaced.
 */
function neverReplaceBridges() {
  if (process.versions.v8.startsWith('13.6.')) builtin('node:v8').setFlagsFromString('--no-wasm-generic-wrapper');
}

/** The Node that came as one of our optional platform packages. */
function bundledNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const file = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  try {
    return builtin('node:module')
      .createRequire(import.meta.url)
      .resolve(`node-${system}-${process.arch}/${file}`);
  } catch {
    return stop(
      `Node ${NEEDED_NODE} or newer is needed; this is ${process.version} on ${process.platform}-${process.arch}. ` +
        'In a checkout run "npm start" once, which brings it where it can; elsewhere install it from https://nodejs.org.',
    );
  }
}

/** Runs this file under the other Node as if it were this process: same streams, same signals, same exit code. The channel tells it when we are gone, however that comes. */
function handOver(node) {
  const child = builtin('node:child_process').spawn(node, [here, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  watchParent(() => child.kill('SIGTERM'));
  child.on('error', (error) => stop(`${node} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (builtin('node:os').constants.signals[signal] ?? 0)));
}

/** npm passes SIGTERM on to the shell that it started, which dies of it and tells nobody; then another process becomes our parent. */
function watchParent(ended) {
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    ended();
  }, 250);
  if (process.env.npm_lifecycle_event === undefined) clearInterval(look);
}

function stop(text) {
  process.stderr.write(`tocsin: ${text}\n`);
  process.exit(1);
}

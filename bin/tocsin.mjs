#!/usr/bin/env node
// The `tocsin` command: finds a Node that can run the server and hands over to it. Plain JavaScript, because an older Node may be the one that runs this file.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NEEDED_NODE = 24;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
// A checkout runs its sources; a published package, whose sources Node would not strip below node_modules, runs what was built from them.
const main = [path.join(root, 'src', 'main.ts'), path.join(root, 'dist', 'main.js')].find((file) => existsSync(file));

if (main === undefined) stop('this copy is incomplete: neither src/main.ts nor dist/main.js is there.');
if (Number.parseInt(process.versions.node, 10) >= NEEDED_NODE) await import(pathToFileURL(main).href);
else handOver(bundledNode());

/** The Node that came as one of our optional platform packages. */
function bundledNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const file = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  try {
    return createRequire(import.meta.url).resolve(`node-${system}-${process.arch}/${file}`);
  } catch {
    return stop(
      `Node ${NEEDED_NODE} or newer is needed; this is ${process.version}. In a checkout run "npm start" once, which brings it; elsewhere install it from https://nodejs.org.`,
    );
  }
}

/** Runs the server under the other Node as if it were this process: same streams, same signals, same exit code; the channel tells it when we die. */
function handOver(node) {
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => stop(error.message));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}

function stop(text) {
  process.stderr.write(`tocsin: ${text}\n`);
  process.exit(1);
}

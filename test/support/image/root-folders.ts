// Root file systems of which images are made on the spot, because no registry is in reach: programs of this machine with the libraries that they need, and busybox.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { ENGINE_PATH } from '../real-engine/host/requirements.ts';

const TOOLS = ['sh', 'cat', 'chmod', 'cp', 'id', 'ln', 'mkdir', 'rm', 'touch'];

/** A system with one program at /usr/local/bin, and the user 1000 as Node's own image has it. */
export function writeRoot(folder: string, program: string): void {
  const inRoot = (name: string): string => path.join(folder, name);
  for (const name of ['bin', 'etc', 'tmp', 'usr/bin', 'usr/local/bin']) mkdirSync(inRoot(name), { recursive: true });
  chmodSync(inRoot('tmp'), 0o1777);
  copyFileSync('/bin/busybox', inRoot('bin/busybox'));
  for (const tool of TOOLS) symlinkSync('busybox', inRoot(`bin/${tool}`));
  symlinkSync('../../bin/busybox', inRoot('usr/bin/env'));
  writeFileSync(inRoot('etc/passwd'), 'root:x:0:0::/root:/bin/sh\nnode:x:1000:1000::/tmp:/bin/sh\n');
  writeFileSync(inRoot('etc/group'), 'root:x:0:\nnode:x:1000:\n');
  copyFileSync(program, inRoot(`usr/local/bin/${path.basename(program)}`));
  for (const library of librariesOf(program)) {
    mkdirSync(path.dirname(inRoot(library)), { recursive: true });
    copyFileSync(library, inRoot(library));
  }
}

/** Adds npm, and a cache from which it installs. */
export function addNpm(folder: string, { npm, cache }: { readonly npm: string; readonly cache: string }): void {
  const at = path.join(folder, 'usr/local/lib/node_modules/npm');
  cpSync(npm, at, { recursive: true });
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', path.join(folder, 'usr/local/bin/npm'));
  cpSync(cache, path.join(folder, 'npm-cache'), { recursive: true });
}

/** Where the npm on PATH is installed. */
export function npmFolder(): string | undefined {
  const named = process.env.npm_execpath;
  const found = (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, 'npm'));
  const program = [named, ...found].find((file) => file !== undefined && existsSync(file));
  return program && path.resolve(path.dirname(realpathSync(program)), '..');
}

function librariesOf(program: string): readonly string[] {
  const told = execFileSync('ldd', [program], { encoding: 'utf8', env: { ...process.env, PATH: ENGINE_PATH } });
  const needed = [...told.matchAll(/(?<=\s)\/\S+/g)].map(([file]) => file);
  // Of the C library as every base has it: packages with parts of their own ask for what Node itself does without.
  const beside = needed
    .filter((file) => file.includes('/libc.so'))
    .map((file) => path.join(path.dirname(file), 'librt.so.1'));
  return [...needed, ...beside.filter((file) => existsSync(file))];
}

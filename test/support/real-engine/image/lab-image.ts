// The one image that the tests' containers are made of: a static busybox and the static writer, made on the spot because no registry is in reach.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import type { EngineApi } from '../engine-api.ts';

export const LAB_IMAGE = 'tocsin-lab';

const source = path.join(import.meta.dirname, 'writer.c');
const cache = path.resolve(import.meta.dirname, '../../../../node_modules/.cache/tocsin-tests');

/** The image as a tar that an engine can import; made once and kept, as long as its source does not change. */
export function labImageTar(): string {
  const hash = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16);
  const tar = path.join(cache, `lab-image-${hash}.tar`);
  if (existsSync(tar)) return tar;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(path.join(cache, 'lab-image-'));
  try {
    const bin = path.join(work, 'root/bin');
    mkdirSync(bin, { recursive: true });
    mkdirSync(path.join(work, 'root/tmp'));
    execFileSync('gcc', ['-O2', '-Wall', '-Werror', '-static', '-o', path.join(bin, 'wr'), source]);
    symlinkSync('wr', path.join(bin, 'say'));
    copyFileSync('/bin/busybox', path.join(bin, 'busybox'));
    symlinkSync('busybox', path.join(bin, 'sh'));
    execFileSync('tar', ['--owner=0', '--group=0', '-C', path.join(work, 'root'), '-cf', path.join(work, 'tar'), '.']);
    // Two processes may make it at once: each puts a whole file in place.
    renameSync(path.join(work, 'tar'), tar);
  } finally {
    rmSync(work, { recursive: true });
  }
  return tar;
}

/** Brings the image into an engine. */
export async function importLabImage(api: EngineApi): Promise<void> {
  await api.expect('POST', `/images/create?fromSrc=-&repo=${LAB_IMAGE}&tag=latest`, readFileSync(labImageTar()));
}

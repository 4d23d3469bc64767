import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { type Unpacking, unpack } from './unpack.ts';

const MIB = 1024 * 1024;

afterEach(() => void vi.unstubAllEnvs());

/** How many bytes there were in it, and what is left in the folder for temporary files. */
async function unpackedSize(packed: Buffer, unpacking: Unpacking = {}) {
  const temporary = path.join(temporaryDirectory(), 'tmp');
  mkdirSync(temporary);
  vi.stubEnv('TMPDIR', temporary);
  const at = path.join(temporaryDirectory(), 'log.gz');
  writeFileSync(at, packed);
  const handle = await open(at, 'r');
  onTestFinished(() => handle.close());
  const sizes: (number | undefined)[] = [];
  // The packed one stays open: it can be unpacked again.
  for (let time = 0; time < 2; time++) {
    const plain = await unpack(handle, unpacking);
    sizes.push((await plain?.stat())?.size);
    await plain?.close();
  }
  expect(readdirSync(temporary)).toEqual([]);
  expect(sizes[0]).toBe(sizes[1]);
  return sizes[0];
}

test('what a small file holds is unpacked as far as as much room is left as it takes', async () => {
  const large = gzipSync(Buffer.alloc(40 * MIB));
  expect(large.length).toBeLessThan(MIB);
  expect(await unpackedSize(large, { roomIn: async () => 40 * MIB })).toBe(40 * MIB);
  expect(await unpackedSize(large, { roomIn: async () => 20 * MIB })).toBeUndefined();
  expect(await unpackedSize(large)).toBe(40 * MIB);
});

test('what is unpacked has no name while it is, so that nothing stays behind whoever is killed', async () => {
  const names: string[][] = [];
  const roomIn = async (folder: string): Promise<number> => {
    names.push(readdirSync(folder));
    return 40 * MIB;
  };
  expect(await unpackedSize(gzipSync(Buffer.alloc(20 * MIB)), { roomIn })).toBe(20 * MIB);
  expect(names).toEqual([[], []]);
});

test('what is cut off, or of which nobody wants to know any more, is not', async () => {
  const packed = gzipSync('one\n');
  expect(await unpackedSize(packed)).toBe(4);
  expect(await unpackedSize(packed.subarray(0, 12))).toBeUndefined();
  expect(await unpackedSize(packed, { signal: AbortSignal.abort() })).toBeUndefined();
});

test('nothing is unpacked where nobody may write', async () => {
  const at = path.join(temporaryDirectory(), 'log.gz');
  writeFileSync(at, gzipSync('one\n'));
  const handle = await open(at, 'r');
  onTestFinished(() => handle.close());
  vi.stubEnv('TMPDIR', path.join(temporaryDirectory(), 'not there'));
  expect(await unpack(handle)).toBeUndefined();
  await expect(handle.stat()).resolves.toBeDefined();
});

// Unpacks a file to the folder for temporary files, and leaves at least as much room there as it takes: a small file may hold more than a disk.
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { unlessTooMany } from '../../../core/files/too-many-open.ts';

const PIECE_BYTES = 256 * 1024;
/** After so much it is looked how much room is left. */
const LOOK_EVERY = 16 * 1024 * 1024;

export interface Unpacking {
  readonly signal?: AbortSignal | undefined;
  /** How many bytes may still be written to a folder. */
  readonly roomIn?: (folder: string) => Promise<number>;
}

/** What a packed file holds, in one that has no name and goes when it is closed. The packed one stays open. Undefined where that cannot be done, or the signal aborts. */
export async function unpack(
  packed: FileHandle,
  { signal, roomIn = freeBytes }: Unpacking = {},
): Promise<FileHandle | undefined> {
  const folder = tmpdir();
  const plain = await openNameless(folder);
  if (plain === undefined) return undefined;
  try {
    await pipeline(
      packed.createReadStream({ autoClose: false, start: 0 }),
      createGunzip({ chunkSize: PIECE_BYTES }),
      async (pieces: AsyncIterable<Buffer>) => {
        for await (const piece of asFarAsFits(pieces, () => roomIn(folder))) await plain.writeFile(piece);
      },
      signal ? { signal } : {},
    );
    return plain;
  } catch {
    await plain.close();
    return undefined;
  }
}

/** What has no name goes with whoever has it open, also when that is killed. */
async function openNameless(folder: string): Promise<FileHandle | undefined> {
  const at = path.join(folder, `tocsin-${randomUUID()}`);
  const file = await open(at, 'wx+', 0o600).catch(unlessTooMany(undefined));
  if (file !== undefined) await rm(at, { force: true });
  return file;
}

async function* asFarAsFits(pieces: AsyncIterable<Buffer>, room: () => Promise<number>): AsyncGenerator<Buffer> {
  let [written, lookedAt] = [0, 0];
  for await (const piece of pieces) {
    written += piece.length;
    if (written - lookedAt >= LOOK_EVERY) {
      if (written > (await room())) throw new Error('There is no room for what it holds.');
      lookedAt = written;
    }
    yield piece;
  }
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

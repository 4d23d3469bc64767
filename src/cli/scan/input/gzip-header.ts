// What stands before the packed data of a member of a gzip file, and between two members.
import type { ByteQueue } from './byte-queue.ts';

/** The end of a sentence that begins with the file's name. */
export class GzipFault extends Error {
  override readonly name = 'GzipFault';
}

export const BREAKS_OFF = 'breaks off in the middle of its gzip data';
const NO_GZIP = 'is no gzip file, though its name says so';
const TRAILING = 'goes on after its gzip data with something else, which was not read';

export function fail(problem: string): never {
  throw new GzipFault(problem);
}

const MAGIC = [0x1f, 0x8b] as const;
/** Behind the magic number: the method, the flags, and six bytes that do not matter here. */
const HEADER_BYTES = 8;
const DEFLATE = 8;
const HAS_CRC = 2;
const HAS_EXTRA = 4;
const HAS_NAME = 8;
const HAS_COMMENT = 16;

/** Reads up to the packed data; false when the file is at its end. Zeros may follow a member: tapes and block devices are filled up so. */
export async function readGzipHeader(packed: ByteQueue, mayEnd: boolean): Promise<boolean> {
  if (mayEnd && !(await skipZeros(packed))) return false;
  const magic = await packed.take(MAGIC.length);
  if (magic?.[0] !== MAGIC[0] || magic[1] !== MAGIC[1]) fail(mayEnd ? TRAILING : NO_GZIP);
  const [method, flags = 0] = (await packed.take(HEADER_BYTES)) ?? fail(BREAKS_OFF);
  if (method !== DEFLATE) fail(mayEnd ? TRAILING : NO_GZIP);
  if (flags & HAS_EXTRA) {
    const [low = 0, high = 0] = (await packed.take(2)) ?? fail(BREAKS_OFF);
    if (!(await packed.take(low + 256 * high))) fail(BREAKS_OFF);
  }
  if (flags & HAS_NAME) await skipText(packed);
  if (flags & HAS_COMMENT) await skipText(packed);
  if (flags & HAS_CRC && !(await packed.take(2))) fail(BREAKS_OFF);
  return true;
}

/** Whether anything else follows. */
async function skipZeros(packed: ByteQueue): Promise<boolean> {
  for (let piece = await packed.next(); piece; piece = await packed.next()) {
    const other = piece.findIndex((byte) => byte !== 0);
    if (other < 0) continue;
    packed.putBack(piece.subarray(other));
    return true;
  }
  return false;
}

async function skipText(packed: ByteQueue): Promise<void> {
  for (;;) {
    const piece = (await packed.next()) ?? fail(BREAKS_OFF);
    const end = piece.indexOf(0);
    if (end < 0) continue;
    packed.putBack(piece.subarray(end + 1));
    return;
  }
}

// What a path leads to and what was rotated away from it, for whoever reads back: each is opened at once, so that a rotation meanwhile takes none away.
import { realpath } from 'node:fs/promises';
import { newestFirst } from '../generation/newest-first.ts';
import type { SeenFile } from '../generation/survey.ts';
import { bytesOf, type OpenFile, openFile, startsWith, unpacked } from '../opened/open-file.ts';

/** The newest so many. */
const MOST_KEPT = 64;
/** By so much at its beginning and at its end a copy is known. */
const COMPARED_BYTES = 1024;

export class KeptFile {
  readonly seen: SeenFile;
  readonly #found: OpenFile;
  #plain: Promise<OpenFile | undefined> | undefined;

  constructor(seen: SeenFile, found: OpenFile) {
    [this.seen, this.#found] = [seen, found];
  }

  /** With what stands in it as it was written. Undefined where it cannot be unpacked. */
  plain(signal?: AbortSignal): Promise<OpenFile | undefined> {
    this.#plain ??= this.seen.isPacked ? unpacked(this.#found, signal) : Promise.resolve(this.#found);
    return this.#plain;
  }

  /** Whether this one was copied from what stands in the other, which is newer. */
  async isCopyOf(newer: KeptFile): Promise<boolean> {
    const { size } = this.seen;
    if (this.seen.isPacked || newer.seen.isPacked || size > newer.seen.size) return false;
    const last = Math.max(0, size - COMPARED_BYTES);
    return (await this.#sameAs(newer, 0, Math.min(size, COMPARED_BYTES))) && this.#sameAs(newer, last, size - last);
  }

  /** What was unpacked of it goes, and is unpacked anew for whoever wants it again: all of them at once may take much room. */
  async letGo(): Promise<void> {
    const plain = this.seen.isPacked ? await this.#plain : undefined;
    this.#plain = undefined;
    await plain?.handle.close();
  }

  async close(): Promise<void> {
    await this.letGo();
    await this.#found.handle.close();
  }

  async #sameAs(other: KeptFile, from: number, length: number): Promise<boolean> {
    const bytes = await bytesOf(this.#found, from, length);
    return bytes.length === length && startsWith(await bytesOf(other.#found, from, length), bytes);
  }
}

export interface KeptFiles {
  /** The oldest first; what the path leads to now is the last one where there is any. */
  readonly files: readonly KeptFile[];
  close(): Promise<void>;
}

/** Files are renamed while one looks: so often it is looked again. */
const MOST_LOOKS = 5;

export async function openKeptFiles(path: string): Promise<KeptFiles> {
  // Rotated files stand beside what a link leads to.
  const at = await realpath(path).catch(() => path);
  for (let look = 1; ; look++) {
    const newest: KeptFile[] = [];
    const close = async (): Promise<void> => {
      for (const file of newest) await file.close();
    };
    if ((await openEach(at, newest)) || look === MOST_LOOKS) return { files: newest.reverse(), close };
    await close();
  }
}

/** The newest first; whether each was still what was seen, and where. */
async function openEach(at: string, into: KeptFile[]): Promise<boolean> {
  let isWhole = true;
  for await (const seen of newestFirst(at)) {
    if (into.length === MOST_KEPT) break;
    if (seen === 'gone') isWhole = false;
    if (seen === 'gone') continue;
    // One that was renamed meanwhile is seen twice; of one that is being packed, what it is packed from is still there.
    if (into.some((one) => one.seen.file === seen.file || `${one.seen.path}.gz` === seen.path)) continue;
    const found = await openFile(seen.path, seen.isRotated);
    if (found === undefined) continue;
    const file = new KeptFile(seen, found);
    const isOther = found.file !== seen.file;
    const [newer] = into.slice(-1);
    if (isOther || (newer && (await file.isCopyOf(newer)))) await file.close();
    else into.push(file);
    if (isOther) return false;
  }
  return isWhole;
}

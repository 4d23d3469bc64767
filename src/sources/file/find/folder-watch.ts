// Hears what happens in folders, where the file system tells; where it does not, they have to be looked at.
import { type FSWatcher, watch } from 'node:fs';
import { statfs } from 'node:fs/promises';

/** A machine lets one user watch a few thousand folders as a rule. */
const MOST_FOLDERS = 2_048;

/** File systems of other machines, by the numbers that statfs gives: NFS, SMB, 9p, FUSE, Ceph, AFS. */
const REMOTE = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997, 0x65735546, 0x00c36400, 0x5346414f]);

/** `name` is undefined where it is not known. `isRenamed`: a file came, went or has another name. */
export type FolderNews = (folder: string, name: string | undefined, isRenamed: boolean) => void;

export class FolderWatch {
  readonly #news: FolderNews;
  readonly #watched = new Map<string, FSWatcher>();
  readonly #unwatched = new Set<string>();

  constructor(news: FolderNews) {
    this.#news = news;
  }

  /** Of some folders nothing is heard. */
  get hasUnwatched(): boolean {
    return this.#unwatched.size > 0;
  }

  /** These folders from now on, and no others. Whether any of them was not listened to before. */
  async become(folders: ReadonlySet<string>): Promise<boolean> {
    const before = new Set(this.#watched.keys());
    for (const [folder, watcher] of this.#watched) if (!folders.has(folder)) this.#drop(folder, watcher);
    this.#unwatched.clear();
    for (const folder of folders) if (!this.#watched.has(folder)) await this.#watch(folder);
    return [...this.#watched.keys()].some((folder) => !before.has(folder));
  }

  close(): void {
    for (const [folder, watcher] of this.#watched) this.#drop(folder, watcher);
  }

  async #watch(folder: string): Promise<void> {
    this.#unwatched.add(folder);
    if (this.#watched.size >= MOST_FOLDERS || (await isRemote(folder))) return;
    try {
      const watcher = watch(folder, { persistent: false }, (kind, name) =>
        this.#news(folder, name ?? undefined, kind === 'rename'),
      );
      watcher.on('error', () => this.#drop(folder, watcher));
      this.#watched.set(folder, watcher);
      this.#unwatched.delete(folder);
    } catch {
      // It is not there yet, or there are too many: it is looked at instead.
    }
  }

  #drop(folder: string, watcher: FSWatcher): void {
    watcher.close();
    this.#watched.delete(folder);
  }
}

async function isRemote(folder: string): Promise<boolean> {
  const found = await statfs(folder).catch(() => undefined);
  return found !== undefined && REMOTE.has(found.type);
}

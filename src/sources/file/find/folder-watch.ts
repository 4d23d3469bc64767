// Hears what happens in folders, where the file system tells; where it does not, they have to be looked at.
import { type FSWatcher, readFileSync, watch } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import { type Before, LastRenamed } from './last-renamed.ts';

/** A machine lets one user watch a few thousand folders as a rule. */
const MOST_FOLDERS = 2_048;

/** File systems of other machines, or of others as well, by the numbers that statfs gives: nobody tells of what these do there. */
const REMOTE = new Set([
  // NFS, SMB in its three ages, 9p, FUSE (sshfs, virtiofs and many more), Ceph, AFS in both of its kinds, Coda.
  ...[0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997, 0x65735546, 0x00c36400, 0x5346414f, 0x6b414653, 0x73757245],
  // Lustre, GPFS, BeeGFS, OCFS2, GFS2; folders that VirtualBox, VMware and Parallels share.
  ...[0x0bd00bd0, 0x47504653, 0x19830326, 0x7461636f, 0x01161970, 0x786f4256, 0xbacbacbc, 0x7c7c6673],
]);

/** So many events wait for whoever listens, as a rule; what comes beyond is told to nobody, and that neither. */
const MOST_QUEUED = 16_384;

export interface FolderNews extends Before {
  readonly folder: string;
  /** Undefined where it is not known. */
  readonly name: string | undefined;
  /** A file came, went or has another name. */
  readonly isRenamed: boolean;
}

export interface FolderListener {
  heard(news: FolderNews): void;
  /** These folders are listened to from now on: whatever is known of them may be old. What is told of them counts when this has resolved. */
  begins(folders: ReadonlySet<string>): Promise<void>;
  /** Of these folders, or of all of them, something may have happened that was not told. */
  missed(folders: ReadonlySet<string> | undefined): void;
}

export interface FolderWatchTerms {
  /** How a folder is listened to; throws where nobody tells. */
  readonly listen: typeof watch;
  /** The number of the file system that a folder is on; undefined where it is not known. */
  readonly fileSystemOf: (folder: string) => Promise<number | undefined>;
  readonly mostQueued: number;
}

interface Watched {
  readonly watcher: FSWatcher;
  readonly folder: string;
  /** A folder may be made anew: nothing is heard of it then. */
  readonly id: string;
}

export class FolderWatch {
  readonly #listener: FolderListener;
  readonly #terms: FolderWatchTerms;
  readonly #watched = new Map<string, Watched>();
  readonly #unwatched = new Set<string>();
  /** Nobody has listened to these long enough to be certain. */
  #beginning: ReadonlySet<string> = new Set();
  readonly #lastRenamed = new LastRenamed();
  /** In this turn of the loop, all of it. */
  #heard = 0;

  constructor(
    listener: FolderListener,
    { listen = watch, fileSystemOf = systemOf, mostQueued = queueLength() }: Partial<FolderWatchTerms> = {},
  ) {
    this.#listener = listener;
    this.#terms = { listen, fileSystemOf, mostQueued };
  }

  /** Of some folders nothing is heard. */
  get hasUnwatched(): boolean {
    return this.#unwatched.size > 0;
  }

  hears(folder: string): boolean {
    return this.#watched.has(folder) && !this.#beginning.has(folder);
  }

  /** These folders from now on, and no others. Whether any of them was not listened to before. */
  async become(folders: ReadonlySet<string>): Promise<boolean> {
    const ids = new Map(await Promise.all([...folders].map(async (one) => [one, await idOf(one)] as const)));
    const missed = new Set<string>();
    for (const [folder, watched] of this.#watched)
      if (ids.get(folder) !== watched.id && this.#drop(watched)) missed.add(folder);
    this.#unwatched.clear();
    const fresh = [...ids].filter(([folder]) => !this.#watched.has(folder));
    this.#beginning = new Set(fresh.map(([folder]) => folder));
    for (const [folder, id] of fresh) if (await this.#watch(folder, id)) missed.add(folder);
    const hasBegun = fresh.some(([folder]) => this.#watched.has(folder));
    if (hasBegun) await this.#listener.begins(this.#beginning);
    this.#beginning = new Set();
    if (missed.size > 0) this.#listener.missed(missed);
    return hasBegun;
  }

  close(): void {
    for (const watched of this.#watched.values()) this.#drop(watched);
  }

  async #watch(folder: string, id: string | undefined): Promise<boolean> {
    this.#unwatched.add(folder);
    if (id === undefined || this.#watched.size >= MOST_FOLDERS || (await this.#isRemote(folder))) return false;
    try {
      const watcher = this.#terms.listen(folder, { persistent: false }, (kind, name) =>
        this.#hears(folder, name ?? undefined, kind === 'rename'),
      );
      const watched = { watcher, folder, id };
      watcher.on('error', () => this.#drop(watched) && this.#listener.missed(new Set([folder])));
      this.#watched.set(folder, watched);
      this.#unwatched.delete(folder);
      return true;
    } catch {
      // It is not there any more, or there are too many: it is looked at instead.
      return false;
    }
  }

  async #isRemote(folder: string): Promise<boolean> {
    const system = await this.#terms.fileSystemOf(folder);
    return system !== undefined && REMOTE.has(system);
  }

  #hears(folder: string, name: string | undefined, isRenamed: boolean): void {
    if (this.#heard++ === 0) setImmediate(() => this.#turnEnds());
    const last = this.#lastRenamed.happened(folder, isRenamed ? name : undefined);
    this.#listener.heard({ folder, name, isRenamed, ...last });
  }

  #turnEnds(): void {
    const mayHaveLost = this.#heard >= this.#terms.mostQueued;
    this.#lastRenamed.turnEnds();
    this.#heard = 0;
    if (mayHaveLost) this.#listener.missed(undefined);
  }

  /** Whether it was listened to until now. */
  #drop({ watcher, folder }: Watched): boolean {
    watcher.close();
    this.#lastRenamed.forget(folder);
    return this.#watched.get(folder)?.watcher === watcher && this.#watched.delete(folder);
  }
}

/** Undefined where there is none. */
async function idOf(folder: string): Promise<string | undefined> {
  const found = await stat(folder, { bigint: true }).catch(() => undefined);
  return found && `${found.dev}:${found.ino}:${found.birthtimeNs}`;
}

async function systemOf(folder: string): Promise<number | undefined> {
  return (await statfs(folder).catch(() => undefined))?.type;
}

function queueLength(): number {
  try {
    return Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8')) || MOST_QUEUED;
  } catch {
    return MOST_QUEUED;
  }
}

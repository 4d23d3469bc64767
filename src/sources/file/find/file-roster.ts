// All files that are watched, from what looking for them shows.
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../core/clock.ts';
import type { FileOrigin } from '../../../core/lines/origin.ts';
import type { OriginListener, SourceHistory } from '../../source.ts';
import type { FileMemory, FileOfMemory } from '../file-memory.ts';
import { fileOrigin } from '../file-origin.ts';
import type { FileDetails } from '../file-status.ts';
import { Cursor } from '../generation/cursor.ts';
import { parsePosition } from '../generation/file-position.ts';
import type { Sharing } from '../generation/sharing.ts';
import { type SeenFile, seenFile } from '../generation/survey.ts';
import { Turnover } from '../generation/turnover.ts';
import { basesOf, isPacked } from '../names/rotated-name.ts';
import type { FileReader } from '../reading/file-reader.ts';
import type { FileToRead, WatchedPaths } from '../watched-paths.ts';
import type { FolderNews } from './folder-watch.ts';
import { OwnNames } from './own-names.ts';
import { fitsPattern } from './path-pattern.ts';
import { TrackedFiles } from './tracked-files.ts';
import { WhoReads } from './who-reads.ts';

export interface FileRosterOptions {
  readonly machine: string;
  readonly watched: readonly WatchedPaths[];
  readonly clock: Clock;
  readonly createReader: (file: FileToRead) => FileReader;
  readonly listener: OriginListener<FileReader>;
  readonly history: SourceHistory;
  /** Undefined before the first run. */
  readonly memory: FileMemory | undefined;
  readonly goneAfterMs?: number | undefined;
  /** Whether all that happens in a folder is told. */
  readonly hears: (folder: string) => boolean;
}

const MOST_IN_A_TURN = 100;
/** Between two generations a path may lead to nothing. */
const GONE_AFTER_MS = 10_000;

interface Found {
  readonly at: string;
  readonly watched: WatchedPaths;
  /** Something stands in it. */
  readonly wasWritten: boolean;
  readonly leadsTo: string;
}

type Looked = readonly { readonly watched: WatchedPaths; readonly files: ReadonlySet<string> }[];

export class FileRoster {
  readonly #options: FileRosterOptions;
  readonly #tracked = new TrackedFiles();
  /** Of an earlier run, and not told of yet. */
  readonly #earlier: Map<string, FileOrigin>;
  readonly #whoReads: WhoReads;
  readonly #ownNames: OwnNames;
  /** From here on whatever is found has come since. */
  #hasSeenAll = false;

  constructor(options: FileRosterOptions) {
    const there = options.history.origins.filter(({ origin, gone }) => origin.path !== undefined && !gone);
    this.#options = options;
    this.#whoReads = new WhoReads(options.memory?.read ?? []);
    this.#earlier = new Map(there.flatMap(({ origin }) => (origin.path === undefined ? [] : [[origin.path, origin]])));
    for (const { origin, position } of there)
      if (position)
        this.#whoReads.restore(
          origin.path ?? '',
          parsePosition(position).cursors.map((saved) => new Cursor(saved)),
        );
    const isWatched = (at: string): boolean => options.watched.some(({ pattern }) => fitsPattern(pattern, at));
    this.#ownNames = new OwnNames({
      isTracked: (at) => this.#tracked.has(at),
      fits: (at) => isWatched(at) && !isPacked(at) && !isRotated(at, this.#tracked, this.#earlier),
    });
  }

  get size(): number {
    return this.#tracked.size;
  }

  /** Files that were read and that no path reads or knows any more, the oldest first. */
  get wasRead(): readonly FileOfMemory[] {
    return this.#whoReads.past;
  }

  /** The folders of what links lead to. */
  get linkFolders(): readonly string[] {
    return this.#tracked.linkFolders;
  }

  details(at: string): FileDetails | undefined {
    const tracked = this.#tracked.of(at);
    if (tracked === undefined) return undefined;
    const { format, joinsLines, joinStart: start } = tracked.watched;
    return { format, joined: joinsLines ? { start } : undefined, ...tracked.reader.progress };
  }

  heard(news: FolderNews): void {
    this.#tracked.heard(news, (link, leadsTo) => this.#ownNames.of(link, leadsTo) !== undefined);
  }

  /** These folders are listened to from now on. */
  begins(folders: ReadonlySet<string>): Promise<void> {
    return this.#tracked.begins(folders);
  }

  /** In these folders, or in all, something may have happened that was not told. */
  missed(folders: ReadonlySet<string> | undefined): void {
    this.#tracked.missed(folders);
  }

  /** Something may have happened to any of them. */
  changedAll(): void {
    this.#tracked.changedAll();
  }

  /** This is all that there is. */
  async sees(looked: Looked): Promise<void> {
    const there = new Map<string, WatchedPaths>();
    for (const { watched, files } of looked) for (const at of files) if (!there.has(at)) there.set(at, watched);
    await this.#tracked.lookAtLinks();
    for (const at of there.keys()) if (isRotated(at, there, this.#tracked, this.#earlier)) there.delete(at);
    await this.#tellEarlier(there);
    await this.#tellNew(there, looked);
    this.#hasSeenAll = true;
    this.#ownNames.looked();
    this.#tellGone(there);
  }

  /** Known from before: it is read on, also where only its rotated files are left. */
  async #tellEarlier(there: ReadonlyMap<string, WatchedPaths>): Promise<void> {
    const led = await leadingTo(this.#earlier.keys());
    let told = 0;
    for (const [at, origin] of this.#earlier) {
      // To begin thousands in one turn would keep all else waiting for seconds.
      if (++told % MOST_IN_A_TURN === 0) await setImmediate();
      const watched = there.get(at) ?? this.#options.watched.find((one) => fitsPattern(one.pattern, at));
      this.#earlier.delete(at);
      if (watched === undefined || isPacked(at)) {
        this.#sharing(at).abandon();
        this.#options.listener.gone(origin.key, 'excluded');
      } else this.#tell({ at, watched, wasWritten: true, leadsTo: led.get(at) ?? at }, 'beginning');
    }
  }

  async #tellNew(there: ReadonlyMap<string, WatchedPaths>, looked: Looked): Promise<void> {
    const fresh = [...there].filter(([at]) => !this.#tracked.has(at));
    if (fresh.length === 0) return;
    const led = await leadingTo(fresh.map(([at]) => at));
    const isLink = (at: string): number => Number(led.get(at) !== at);
    // A file is known by its own name before any link to it.
    for (const [at, watched] of fresh.sort(([one], [other]) => isLink(one) - isLink(other))) {
      const [seen, leadsTo = at] = [await seenFile(at), led.get(at)];
      if (seen !== undefined) this.#whoReads.sees(seen.file);
      // Two ways to one file, or one that was read under another name.
      if (seen === undefined || this.#whoReads.isRead(seen.file, seen.size)) continue;
      if (this.#ownNames.of(at, leadsTo) !== undefined) continue;
      this.#whoReads.mean(at, seen.file);
      this.#tell({ at, watched, wasWritten: seen.size > 0, leadsTo }, this.#isNew(at, looked) ? 'beginning' : seen);
    }
  }

  /** Before the first run, and before somebody wanted it, nobody watched; since then it has come. */
  #isNew(at: string, looked: Looked): boolean {
    const { memory } = this.#options;
    const wasLookedFor = looked.some(
      ({ watched, files }) => files.has(at) && memory?.patterns.includes(watched.pattern),
    );
    return wasLookedFor || this.#hasSeenAll;
  }

  /** It is begun where it ended when it was seen so, or at its beginning. */
  #tell({ at, watched, wasWritten, leadsTo }: Found, begins: 'beginning' | SeenFile): void {
    const { createReader, listener, machine, hears } = this.#options;
    const turnover = new Turnover(() => this.#tracked.foldersOf(at).every(hears), wasWritten);
    const end = begins === 'beginning' ? undefined : { file: begins.file, size: begins.size, isUnwanted: false };
    const [startAt, sharing] = [end ? 'end' : 'beginning', this.#sharing(at)] as const;
    const reader = createReader({ path: at, watched, startAt, end, turnover, sharing });
    const origin = fileOrigin({ machine, path: at, workload: watched.workload });
    this.#tracked.add(at, leadsTo, { origin, reader, watched, turnover });
    listener.found(origin, reader);
  }

  #sharing(at: string): Sharing {
    return this.#whoReads.of(at, (leadsTo) => this.#ownNames.of(at, leadsTo));
  }

  #tellGone(there: ReadonlyMap<string, WatchedPaths>): void {
    const { clock, goneAfterMs: afterMs = GONE_AFTER_MS, listener } = this.#options;
    const gone = this.#tracked.removeAbsent((at) => there.has(at), { now: clock.monotonic(), afterMs });
    for (const { origin, reader } of gone) {
      reader.removed();
      if (origin.path !== undefined) this.#ownNames.forget(origin.path);
      listener.gone(origin.key, 'removed');
      listener.memoryChanged();
    }
  }
}

/** What was rotated away is read by whoever reads what it was. */
function isRotated(at: string, ...known: readonly { has(path: string): boolean }[]): boolean {
  return basesOf(path.basename(at)).some((base) => {
    const was = path.join(path.dirname(at), base);
    return known.some((one) => one.has(was));
  });
}

/** Where each of these leads, by links. */
async function leadingTo(paths: Iterable<string>): Promise<ReadonlyMap<string, string>> {
  return new Map(await Promise.all([...paths].map(async (at) => [at, await realpath(at).catch(() => at)] as const)));
}

// All files that are watched, from what looking for them shows.
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../../core/clock.ts';
import type { FileOrigin } from '../../../core/lines/origin.ts';
import type { OriginListener, SourceHistory } from '../../source.ts';
import type { FileMemory } from '../file-memory.ts';
import { fileOrigin } from '../file-origin.ts';
import type { FileDetails } from '../file-status.ts';
import { parsePosition } from '../generation/file-position.ts';
import { basesOf, isPacked } from '../generation/rotated-name.ts';
import { seenFile } from '../generation/survey.ts';
import { Turnover } from '../generation/turnover.ts';
import type { FileReader } from '../reading/file-reader.ts';
import type { FileToRead, WatchedPaths } from '../watched-paths.ts';
import type { FolderNews } from './folder-watch.ts';
import { hear } from './hearing.ts';
import { Links } from './links.ts';
import { fitsPattern } from './path-pattern.ts';
import { ReadFiles } from './read-files.ts';

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

/** Between two generations a path may lead to nothing. */
const GONE_AFTER_MS = 10_000;

interface Tracked {
  readonly origin: FileOrigin;
  readonly reader: FileReader;
  readonly watched: WatchedPaths;
  readonly turnover: Turnover;
  /** Since when there is nothing, by the monotonic clock. */
  absentSince: number | undefined;
}

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
  readonly #tracked = new Map<string, Tracked>();
  /** Of an earlier run, and not told of yet; with what they have read. */
  readonly #earlier: Map<string, { readonly origin: FileOrigin; readonly files: readonly string[] }>;
  readonly #links = new Links();
  readonly #makers = new Set<string>();
  /** What earlier runs have read of what is watched. */
  readonly #known = new Set<string>();
  readonly #wasRead: ReadFiles;
  /** From here on whatever is found has come since. */
  #hasSeenAll = false;

  constructor(options: FileRosterOptions) {
    this.#options = options;
    this.#wasRead = new ReadFiles(options.memory?.read ?? []);
    this.#earlier = new Map(
      options.history.origins.flatMap(({ origin, position, gone }) =>
        origin.path === undefined || gone
          ? []
          : [[origin.path, { origin, files: position ? parsePosition(position).cursors.map(({ file }) => file) : [] }]],
      ),
    );
  }

  get size(): number {
    return this.#tracked.size;
  }

  /** Files that were read and whose path is gone, the oldest first. */
  get wasRead(): readonly string[] {
    return this.#wasRead.all;
  }

  details(at: string): FileDetails | undefined {
    const tracked = this.#tracked.get(at);
    if (tracked === undefined) return undefined;
    const { format, joinsLines, joinStart: start } = tracked.watched;
    return { format, joined: joinsLines ? { start } : undefined, ...tracked.reader.progress };
  }

  heard(news: FolderNews): void {
    hear(news, { links: this.#links, makers: this.#makers, watchedAt: (at) => this.#tracked.get(at) });
  }

  /** In these folders, or in all, something may have happened that was not told. */
  missed(folders: ReadonlySet<string> | undefined): void {
    for (const [at, { turnover, reader }] of this.#tracked) {
      if (folders !== undefined && !this.#foldersOf(at).some((one) => folders.has(one))) continue;
      turnover.missed();
      reader.changed();
    }
  }

  /** The folders of what links lead to. */
  get linkFolders(): readonly string[] {
    return this.#links.folders;
  }

  /** Something may have happened to any of them. */
  changedAll(): void {
    for (const { reader } of this.#tracked.values()) reader.changed();
  }

  /** This is all that there is. */
  async sees(looked: Looked): Promise<void> {
    const there = new Map<string, WatchedPaths>();
    for (const { watched, files } of looked) for (const at of files) if (!there.has(at)) there.set(at, watched);
    await this.#links.look();
    for (const at of there.keys()) if (isRotated(at, there, this.#tracked, this.#earlier)) there.delete(at);
    await this.#tellEarlier(there);
    await this.#tellNew(there, looked);
    this.#hasSeenAll = true;
    for (const [at, tracked] of this.#tracked) this.#age(at, tracked, there.has(at));
  }

  /** Known from before: it is read on, also where only its rotated files are left. */
  async #tellEarlier(there: ReadonlyMap<string, WatchedPaths>): Promise<void> {
    const led = await leadingTo(this.#earlier.keys());
    for (const [at, { origin, files }] of this.#earlier) {
      for (const file of files) this.#known.add(file);
      const watched = there.get(at) ?? this.#options.watched.find((one) => fitsPattern(one.pattern, at));
      this.#earlier.delete(at);
      if (watched === undefined || isPacked(at)) this.#options.listener.gone(origin.key, 'excluded');
      else await this.#tell({ at, watched, wasWritten: true, leadsTo: led.get(at) ?? at }, 'beginning');
    }
  }

  async #tellNew(there: ReadonlyMap<string, WatchedPaths>, looked: Looked): Promise<void> {
    const fresh = [...there].filter(([at]) => !this.#tracked.has(at));
    if (fresh.length === 0) return;
    const read = new Set([
      ...this.#known,
      ...this.#wasRead.all,
      ...[...this.#tracked.values()].flatMap(({ reader }) => reader.files),
    ]);
    const real = new Set([...this.#tracked.keys()].map((at) => this.#links.realOf(at) ?? at));
    const led = await leadingTo(fresh.map(([at]) => at));
    const isLink = (at: string): number => Number(led.get(at) !== at);
    // A file is known by its own name before any link to it.
    for (const [at, watched] of fresh.sort(([one], [other]) => isLink(one) - isLink(other))) {
      const [seen, leadsTo = at] = [await seenFile(at), led.get(at)];
      if (seen !== undefined) this.#wasRead.sees(seen.file);
      // Two ways to one file, or one that was read under another name.
      if (seen === undefined || read.has(seen.file) || real.has(leadsTo)) continue;
      real.add(leadsTo);
      await this.#tell({ at, watched, wasWritten: seen.size > 0, leadsTo }, this.#startAt(at, looked));
    }
  }

  /** Before the first run, and before somebody wanted it, nobody watched; since then it has come. */
  #startAt(at: string, looked: Looked): 'beginning' | 'end' {
    const { memory } = this.#options;
    const wasLookedFor = looked.some(
      ({ watched, files }) => files.has(at) && memory?.patterns.includes(watched.pattern),
    );
    return wasLookedFor || this.#hasSeenAll ? 'beginning' : 'end';
  }

  async #tell({ at, watched, wasWritten, leadsTo }: Found, startAt: 'beginning' | 'end'): Promise<void> {
    if (leadsTo !== at) this.#links.add(at, leadsTo);
    const { createReader, listener, machine, hears } = this.#options;
    const turnover = new Turnover(() => this.#foldersOf(at).every(hears), wasWritten);
    const reader = createReader({ path: at, watched, startAt, turnover });
    const origin = fileOrigin({ machine, path: at, workload: watched.workload });
    this.#tracked.set(at, { origin, reader, watched, turnover, absentSince: undefined });
    listener.found(origin, reader);
  }

  /** In which something can happen to it. */
  #foldersOf(at: string): readonly string[] {
    return [at, this.#links.realOf(at) ?? at].map((one) => path.dirname(one));
  }

  #age(at: string, tracked: Tracked, isThere: boolean): void {
    const now = this.#options.clock.monotonic();
    if (isThere) tracked.absentSince = undefined;
    else tracked.absentSince ??= now;
    if (tracked.absentSince === undefined || now - tracked.absentSince < (this.#options.goneAfterMs ?? GONE_AFTER_MS))
      return;
    this.#tracked.delete(at);
    this.#wasRead.add(tracked.reader.files);
    tracked.reader.removed();
    this.#links.delete(at);
    this.#options.listener.gone(tracked.origin.key, 'removed');
    this.#options.listener.memoryChanged();
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

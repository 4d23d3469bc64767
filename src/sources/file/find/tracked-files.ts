// The files that are watched now, and what is told of the folders in which they are.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { FileOrigin } from '../../../core/lines/origin.ts';
import type { Turnover } from '../generation/turnover.ts';
import type { FileReader } from '../reading/file-reader.ts';
import type { WatchedPaths } from '../watched-paths.ts';
import type { FolderNews } from './folder-watch.ts';
import { hear } from './hearing.ts';
import { Links } from './links.ts';

export interface Tracked {
  readonly origin: FileOrigin;
  readonly reader: FileReader;
  readonly watched: WatchedPaths;
  readonly turnover: Turnover;
  /** Since when there is nothing, by the monotonic clock. */
  absentSince?: number | undefined;
}

export class TrackedFiles {
  readonly #byPath = new Map<string, Tracked>();
  readonly #links = new Links((at) => this.#missed(this.#byPath.get(at)));
  readonly #makers = new Set<string>();
  readonly #named = new Set<string>();

  get size(): number {
    return this.#byPath.size;
  }

  /** The folders of what links lead to. */
  get linkFolders(): readonly string[] {
    return this.#links.folders;
  }

  has(at: string): boolean {
    return this.#byPath.has(at);
  }

  of(at: string): Tracked | undefined {
    return this.#byPath.get(at);
  }

  /** `leadsTo` is itself where it is no link. */
  add(at: string, leadsTo: string, tracked: Tracked): void {
    this.#byPath.set(at, tracked);
    if (leadsTo !== at) this.#links.add(at, leadsTo);
  }

  /** `isReadByName`: whether what a link leads to is read under its own name. */
  heard(news: FolderNews, isReadByName: (link: string, leadsTo: string) => boolean): void {
    const watchedAt = (at: string): Tracked | undefined => this.#byPath.get(at);
    hear(news, { links: this.#links, makers: this.#makers, named: this.#named, watchedAt, isReadByName });
  }

  /** In these folders, or in all, something may have happened that was not told. */
  missed(folders: ReadonlySet<string> | undefined): void {
    for (const [at, tracked] of this.#byPath)
      if (folders === undefined || this.foldersOf(at).some((one) => folders.has(one))) this.#missed(tracked);
  }

  /** Something may have happened to any of them. */
  changedAll(): void {
    for (const { reader } of this.#byPath.values()) reader.changed();
  }

  /** Looks where each link leads now. */
  async lookAtLinks(): Promise<void> {
    for (const at of await this.#links.look()) this.#missed(this.#byPath.get(at));
  }

  /** These folders are listened to from now on: of what became a link there before nobody told. */
  async begins(folders: ReadonlySet<string>): Promise<void> {
    for (const folder of folders) {
      const links = await linksIn(folder).catch(() => this.#pathsIn(folder));
      for (const at of links) if (this.#byPath.has(at)) this.#links.mayLead(at);
    }
    await this.lookAtLinks();
  }

  /** In which something can happen to it. */
  foldersOf(at: string): readonly string[] {
    return [at, this.#realOf(at)].map((one) => path.dirname(one));
  }

  /** Those that have led to nothing for so long are none any more. */
  removeAbsent(isThere: (at: string) => boolean, { now, afterMs }: Absence): readonly Tracked[] {
    const removed: Tracked[] = [];
    for (const [at, tracked] of this.#byPath) {
      if (isThere(at)) tracked.absentSince = undefined;
      else tracked.absentSince ??= now;
      if (tracked.absentSince === undefined || now - tracked.absentSince < afterMs) continue;
      this.#byPath.delete(at);
      this.#links.delete(at);
      this.#named.delete(at);
      removed.push(tracked);
    }
    return removed;
  }

  #missed(tracked: Tracked | undefined): void {
    tracked?.turnover.missed();
    tracked?.reader.changed();
  }

  #pathsIn(folder: string): readonly string[] {
    return [...this.#byPath.keys()].filter((at) => path.dirname(at) === folder);
  }

  #realOf(at: string): string {
    return this.#links.realOf(at) ?? at;
  }
}

async function linksIn(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { withFileTypes: true });
  return found.filter((one) => one.isSymbolicLink()).map(({ name }) => path.join(folder, name));
}

export interface Absence {
  /** By the monotonic clock. */
  readonly now: number;
  readonly afterMs: number;
}

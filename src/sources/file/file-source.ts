// The source whose origins are files of this machine.
import type { Clock } from '../../core/clock.ts';
import { isTooManyOpen } from '../../core/files/too-many-open.ts';
import type { FileOrigin } from '../../core/lines/origin.ts';
import type { OriginListener, Source, SourceHistory } from '../source.ts';
import { memoryText, parseMemory } from './file-memory.ts';
import { fileSourceKey } from './file-origin.ts';
import type { FileDetails, FileStatus, PatternStatus } from './file-status.ts';
import { FileRoster } from './find/file-roster.ts';
import { type FoundPaths, findPaths } from './find/find-paths.ts';
import { type FolderNews, FolderWatch, type FolderWatchTerms } from './find/folder-watch.ts';
import { whyFewer, whyNothing } from './find/why-nothing.ts';
import { wordsOf } from './generation/why-unread.ts';
import type { FileReader } from './reading/file-reader.ts';
import { Waiting } from './reading/waiting/waiting.ts';
import type { FileToRead, WatchedPaths } from './watched-paths.ts';

export interface FileSourceOptions {
  readonly machine: string;
  readonly watched: readonly WatchedPaths[];
  readonly clock: Clock;
  readonly createReader: (file: FileToRead) => FileReader;
  /** A path that leads to nothing is gone after so long. */
  readonly goneAfterMs?: number;
  /** Files are looked for so often where nobody tells of them, and seldom where somebody does. */
  readonly lookMs?: number;
  /** How folders are listened to. */
  readonly hearing?: Partial<FolderWatchTerms>;
}

/** Between two looks at folders in which something was renamed. */
const REST_MS = 250;
/** And so many times as long as a look takes. */
const REST_SHARE = 5;
/** But not longer, however slow a look was. */
const LONGEST_REST_MS = 2_000;
/** What nobody tells of is looked for so often; what is told of may have been told of to nobody. */
const LOOK_MS = 10_000;
const LOOK_UNTOLD_MS = 1_000;

interface Looked extends FoundPaths {
  readonly watched: WatchedPaths;
}

export class FileSource implements Source<FileReader, FileStatus> {
  readonly key: string;
  readonly #options: FileSourceOptions;
  #roster: FileRoster | undefined;
  #hasLooked = false;
  #isPolled = false;
  #patterns: readonly PatternStatus[];

  constructor(options: FileSourceOptions) {
    this.key = fileSourceKey(options.machine);
    this.#options = options;
    this.#patterns = options.watched.map((watched) => ({ ...watched, found: undefined, why: undefined }));
  }

  get machine(): string {
    return this.#options.machine;
  }

  async run(history: SourceHistory, listener: OriginListener<FileReader>, signal: AbortSignal): Promise<void> {
    const { machine, watched, clock, createReader, goneAfterMs, lookMs = LOOK_MS, hearing } = this.#options;
    const waiting = new Waiting(clock);
    const heard = (news: FolderNews): void => {
      roster.heard(news);
      if (news.isRenamed || news.name === undefined) waiting.wake();
    };
    const folders = new FolderWatch(
      { heard, begins: (these) => roster.begins(these), missed: (these) => roster.missed(these) },
      hearing,
    );
    const roster = new FileRoster({
      machine,
      watched,
      clock,
      createReader,
      listener,
      history,
      goneAfterMs,
      memory: parseMemory(history.memory),
      hears: (folder: string) => folders.hears(folder),
    });
    this.#roster = roster;
    signal.addEventListener('abort', () => waiting.stop(), { once: true });
    let lookedAt = Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      const began = clock.monotonic();
      const every = (): number => (this.#isPolled ? LOOK_UNTOLD_MS : lookMs);
      // What is told of is trusted for a while: to look at each of thousands costs much.
      const isDue = began - lookedAt >= every() - REST_MS;
      if (isDue) {
        lookedAt = began;
        roster.changedAll();
      }
      const look = await this.#look(roster, folders);
      if (look !== 'none' && !this.#hasLooked && !signal.aborted) {
        listener.foundAll();
        listener.memoryChanged();
      }
      this.#hasLooked ||= look !== 'none';
      // Something may have come before it was listened for.
      if (look === 'new') waiting.wake();
      const rest = Math.min(LONGEST_REST_MS, Math.max(REST_MS, REST_SHARE * (clock.monotonic() - began)));
      await clock.sleep(rest, signal);
      await waiting.forNews(lookedAt + every());
    }
    folders.close();
  }

  remember(): string | undefined {
    if (!this.#hasLooked || this.#roster === undefined) return undefined;
    return memoryText({ patterns: this.#options.watched.map(({ pattern }) => pattern), read: this.#roster.wasRead });
  }

  takeLives(): undefined {
    return undefined;
  }

  status(): FileStatus {
    return {
      hasLooked: this.#hasLooked,
      files: this.#roster?.size ?? 0,
      isPolled: this.#isPolled,
      patterns: this.#patterns,
    };
  }

  details({ path: at }: Pick<FileOrigin, 'path'>): FileDetails | undefined {
    return this.#roster?.details(at);
  }

  /** `new`: there were folders that nobody listened to before. `none`: nobody could look. */
  async #look(roster: FileRoster, folders: FolderWatch): Promise<'new' | 'known' | 'none'> {
    const looked = await Promise.all(
      this.#options.watched.map(async (watched) => ({ watched, ...(await findPaths(watched.pattern)) })),
    ).catch((error) => {
      if (!isTooManyOpen(error)) throw error;
      const why = (pattern: string): string => `A folder on the way of ${pattern} ${wordsOf(error)}`;
      this.#patterns = this.#patterns.map((one) => ({ ...one, why: why(one.pattern) }));
    });
    // What nobody could look for is not gone.
    if (looked === undefined) return 'none';
    await roster.sees(looked);
    this.#patterns = await Promise.all(looked.map(patternStatus));
    const hasNew = await folders.become(new Set([...looked.flatMap((one) => [...one.folders]), ...roster.linkFolders]));
    this.#isPolled = folders.hasUnwatched;
    return hasNew ? 'new' : 'known';
  }
}

async function patternStatus({ watched, ...looked }: Looked): Promise<PatternStatus> {
  const found = looked.files.size;
  const why = found + looked.unnamed.size === 0 ? await whyNothing(watched.pattern) : whyFewer(watched.pattern, looked);
  return { ...watched, found, why };
}

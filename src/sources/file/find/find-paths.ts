// Which files patterns lead to, and in which folders one has to look.
import type { Dirent } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isTooManyOpen } from '../../../core/files/too-many-open.ts';
import { isPacked } from '../names/rotated-name.ts';
import { type PatternPart, patternParts } from './path-pattern.ts';

export interface FoundPaths {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  /** Folders in which nobody may look, and what was said there. */
  readonly closed: ReadonlyMap<string, unknown>;
  /** Files and folders whose names are no UTF-8: nothing can be opened by what is read of those. */
  readonly unnamed: ReadonlySet<string>;
  /** There are more files than are watched. */
  readonly isBeyond: boolean;
}

/** More are watched by nobody. */
export const MOST_FILES = 20_000;
const DEEPEST = 32;

export async function findPaths(pattern: string): Promise<FoundPaths> {
  const found = {
    files: new Set<string>(),
    folders: new Set<string>(),
    closed: new Map<string, unknown>(),
    unnamed: new Set<string>(),
    isBeyond: false,
  };
  for (const parts of patternParts(pattern)) await descend('/', parts, { found, depth: 0 });
  return found;
}

interface Search {
  readonly found: {
    readonly files: Set<string>;
    readonly folders: Set<string>;
    readonly closed: Map<string, unknown>;
    readonly unnamed: Set<string>;
    isBeyond: boolean;
  };
  readonly depth: number;
}

async function descend(folder: string, parts: readonly PatternPart[], search: Search): Promise<void> {
  const [part, ...rest] = parts;
  if (part === undefined || search.depth > DEEPEST || search.found.isBeyond) return;
  if (typeof part === 'string' && part !== '**') await byName(folder, { part, rest }, search);
  else await byLooking(folder, { part, rest }, search);
}

interface Step<Part> {
  readonly part: Part;
  readonly rest: readonly PatternPart[];
}

async function byName(folder: string, { part, rest }: Step<string>, search: Search): Promise<void> {
  const at = path.join(folder, part);
  if (rest.length > 0) return descend(at, rest, { ...search, depth: search.depth + 1 });
  search.found.folders.add(folder);
  if ((await kindOf(at)) === 'file') add(at, search);
}

/** What is packed grows no more: it is read as what the log beside it was before, and not by itself. */
function add(at: string, { found }: Search): void {
  if (isPacked(at)) return;
  if (found.files.size < MOST_FILES) found.files.add(at);
  else if (!found.files.has(at)) found.isBeyond = true;
}

async function byLooking(folder: string, { part, rest }: Step<PatternPart>, search: Search): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error): Dirent[] => {
    if (isTooManyOpen(error)) throw error;
    if (isClosed(error)) search.found.closed.set(folder, error);
    return [];
  });
  search.found.folders.add(folder);
  const deeper = { ...search, depth: search.depth + 1 };
  // Any folders are also none.
  if (part === '**') await descend(folder, rest, search);
  for (const entry of entries) {
    const at = path.join(folder, entry.name);
    const fits = part === '**' ? !entry.name.startsWith('.') : part instanceof RegExp && fitsName(part, entry.name);
    if (!fits) continue;
    const isLast = part !== '**' && rest.length === 0;
    const isMeant = isLast ? !entry.isDirectory() : entry.isDirectory();
    if (isMeant && (await isUnnamed(at))) search.found.unnamed.add(at);
    else if (isLast) {
      const isFile = entry.isFile() || (entry.isSymbolicLink() && (await kindOf(at)) === 'file');
      if (isFile) add(at, search);
    } else if (entry.isDirectory()) await descend(at, part === '**' ? [part, ...rest] : rest, deeper);
    // A link to a folder may lead in a circle: only where a pattern names that very step it is followed.
    else if (part !== '**' && entry.isSymbolicLink() && (await kindOf(at)) === 'folder')
      await descend(at, rest, deeper);
  }
}

/** Bytes that are no UTF-8 are read as a character that stands for them, and nothing is there by that name. */
const isUnnamed = async (at: string): Promise<boolean> =>
  path.basename(at).includes('\ufffd') && (await lstat(at).catch(() => undefined)) === undefined;

/** As in a shell, `*` does not stand for a dot at the beginning. */
const fitsName = (part: RegExp, name: string): boolean =>
  part.test(name) && (!name.startsWith('.') || part.source.startsWith(String.raw`^\.`));

/** It may have gone meanwhile, or be no folder: nothing is missing then. */
const isClosed = ({ code }: NodeJS.ErrnoException): boolean => code !== 'ENOENT' && code !== 'ENOTDIR';

async function kindOf(at: string): Promise<'file' | 'folder' | undefined> {
  const found = await stat(at).catch(() => undefined);
  if (found?.isFile()) return 'file';
  return found?.isDirectory() ? 'folder' : undefined;
}

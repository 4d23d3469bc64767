// Why a pattern leads to no file, in words that somebody can act on.
import { access, constants, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { whyUnread, wordsOf } from '../generation/why-unread.ts';
import { isPacked } from '../names/rotated-name.ts';
import { type FoundPaths, MOST_FILES } from './find-paths.ts';
import { type PatternPart, patternParts } from './path-pattern.ts';

export async function whyNothing(pattern: string): Promise<string> {
  const [parts = []] = patternParts(pattern);
  const wild = parts.findIndex((part) => typeof part !== 'string' || part === '**');
  const names = parts.slice(0, wild === -1 ? -1 : wild).map(String);
  let folder = '/';
  for (const name of names) {
    const at = path.join(folder, name);
    const why = await whyNoFolder(at);
    if (why !== undefined) return `No file is watched by ${pattern}: ${why}`;
    folder = at;
  }
  if (wild === -1) return `No file is watched by ${pattern}: ${await whyNoFile(pattern)}`;
  return `No file is watched by ${pattern}: ${await whyNone(folder, parts.slice(wild))}`;
}

async function whyNone(folder: string, [part, ...rest]: readonly PatternPart[]): Promise<string> {
  try {
    const fitting = (await readdir(folder)).filter((name) => part instanceof RegExp && part.test(name));
    const [first] = rest.length === 0 ? fitting : [];
    if (first === undefined) return `none in ${folder} fits.`;
    return `of ${path.join(folder, first)} ${await whyNoFile(path.join(folder, first))}`;
  } catch (error) {
    return `the folder ${folder} ${wordsOf(error)}`;
  }
}

async function whyNoFolder(at: string): Promise<string | undefined> {
  try {
    if (!(await stat(at)).isDirectory()) return `${at} is no folder.`;
    await access(at, constants.X_OK);
    return undefined;
  } catch (error) {
    return `the folder ${at} ${wordsOf(error)}`;
  }
}

/** The end of a sentence about the file. */
async function whyNoFile(at: string): Promise<string> {
  const why = await whyUnread(at);
  if (why !== undefined) return why;
  return isPacked(at)
    ? 'it is packed: name the log that it was rotated from, or read it once with tocsin scan.'
    : 'it has only just come.';
}

/** Why a pattern leads to fewer files than it could; undefined where nothing is known to be missing. */
export function whyFewer(
  pattern: string,
  { closed, unnamed, isBeyond }: Pick<FoundPaths, 'closed' | 'unnamed' | 'isBeyond'>,
): string | undefined {
  const [[folder, error] = []] = closed;
  if (isBeyond)
    return `${pattern} leads to more than ${MOST_FILES.toLocaleString('en-US')} files, and those beyond are not watched: name fewer.`;
  if (folder === undefined) return unnamed.size > 0 ? whyUnnamed(pattern, unnamed.size) : undefined;
  const others = closed.size > 1 ? `, nor in others (${closed.size - 1})` : '';
  return `${pattern} is not looked for in ${folder}${others}: it ${wordsOf(error)}`;
}

const whyUnnamed = (pattern: string, count: number): string =>
  count === 1
    ? `${pattern} also leads to a file or folder whose name is no UTF-8, and that is not watched: rename it.`
    : `${pattern} also leads to ${count} files or folders whose names are no UTF-8, and those are not watched: rename them.`;

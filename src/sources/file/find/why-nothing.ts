// Why a pattern leads to no file, in words that somebody can act on.
import { access, constants, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { patternParts } from './path-pattern.ts';

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
  const why = await readdir(folder).then(() => undefined, wordsOf);
  return `No file is watched by ${pattern}: ${why === undefined ? `none in ${folder} fits.` : `the folder ${folder} ${why}`}`;
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

async function whyNoFile(at: string): Promise<string> {
  try {
    return (await stat(at)).isFile() ? 'it has only just come.' : `${at} is no file.`;
  } catch (error) {
    return `it ${wordsOf(error)}`;
  }
}

/** The end of a sentence whose subject is a file or a folder. */
export function wordsOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'is not there yet.';
  if (code === 'EACCES' || code === 'EPERM')
    return `may not be read by the user ${process.getuid?.() ?? ''} that Tocsin runs as: let it or its group read there, or mount it readable.`;
  return `cannot be looked at (${code ?? String(error)}).`;
}

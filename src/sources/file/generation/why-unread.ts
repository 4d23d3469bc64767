// Why a file is not read, in words that somebody can act on.
import { constants, type Stats } from 'node:fs';
import { open, readlink, stat } from 'node:fs/promises';

/** Why nothing is read of what a path leads to, as a sentence whose subject is "it"; undefined where it can be read. */
export async function whyUnread(at: string): Promise<string | undefined> {
  try {
    const kind = kindOf(await stat(at));
    if (kind !== undefined) return `it is ${kind}, and no file.`;
    await (await open(at, constants.O_RDONLY | constants.O_NONBLOCK)).close();
    return undefined;
  } catch (error) {
    return (await whyLink(at)) ?? `it ${wordsOf(error)}`;
  }
}

/** Of a link at whose end there is nothing. */
async function whyLink(at: string): Promise<string | undefined> {
  const to = await readlink(at).catch(() => undefined);
  if (to === undefined) return undefined;
  const error = await stat(at).catch((found: NodeJS.ErrnoException) => found);
  return 'code' in error && error.code === 'ENOENT' ? `it is a link to ${to}, where nothing is.` : undefined;
}

function kindOf(found: Stats): string | undefined {
  if (found.isFile()) return undefined;
  if (found.isDirectory()) return 'a folder';
  return found.isFIFO() ? 'a pipe' : 'a device or a socket';
}

/** That a file could be opened and gives nothing now, as some of a kernel's never do; one that is not open is a fault of ours. */
export function isReadFailure(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall === 'read' && code !== 'EBADF';
}

/** The end of a sentence whose subject is a file or a folder. */
export function wordsOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return 'is not there yet.';
    case 'EACCES':
    case 'EPERM':
      return `may not be read by the user ${process.geteuid?.() ?? ''} that Tocsin runs as: let it or its group read there, or mount it readable.`;
    case 'ELOOP':
      return 'is a link that leads in a circle.';
    case 'ENOTDIR':
      return 'stands below a file, which is no folder.';
    case 'EMFILE':
      return 'cannot be opened, because Tocsin has as many files open as it may: raise its limit (ulimit -n).';
    case 'ENFILE':
      return 'cannot be opened, because the machine has as many files open as it may: raise fs.file-max.';
    case 'ESTALE':
    case 'EIO':
      return `cannot be read: its file system or the machine that has it does not give it (${code}).`;
    default:
      return `cannot be ${isReadFailure(error) ? 'read' : 'looked at'} (${code ?? String(error)}).`;
  }
}

// Why a file or a folder cannot be made, in words that a person can act on.

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOENT: 'the folder that it should be in is not there',
  ENOTDIR: 'a file stands where a folder should be',
  EEXIST: 'a file stands where a folder should be',
  EISDIR: 'a folder has this name',
  ENOSPC: 'the disk is full',
  EDQUOT: 'this user may not write more to this disk',
};

/** The words for an error of the file system; its own message where there are none. */
export function fileWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return WORDS[code] ?? error.message;
}

// What a source of files remembers: which patterns it has looked for, and which files it has read that are in no position.

export interface FileMemory {
  readonly patterns: readonly string[];
  /** The oldest first. */
  readonly read: readonly FileOfMemory[];
}

export interface FileOfMemory {
  /** As `fileIdOf` names it. */
  readonly file: string;
  /** How far it was read; undefined where that is not known. */
  readonly at: number | undefined;
}

const MOST_READ = 500;

export const memoryText = ({ patterns, read }: FileMemory): string =>
  JSON.stringify({
    v: 1,
    patterns,
    read: read.slice(-MOST_READ).map(({ file, at }) => (at === undefined ? file : `${file}@${at}`)),
  });

/** What is no memory is none: to begin anew there skips what was written before, and reads nothing twice. */
export function parseMemory(text: string | undefined): FileMemory | undefined {
  if (text === undefined) return undefined;
  try {
    const { v, patterns, read } = JSON.parse(text);
    return v === 1 && Array.isArray(patterns) && Array.isArray(read)
      ? { patterns, read: read.map(parseRead) }
      : undefined;
  } catch {
    return undefined;
  }
}

function parseRead(one: unknown): FileOfMemory {
  const [file = '', at] = String(one).split('@');
  return { file, at: at === undefined ? undefined : Number(at) };
}

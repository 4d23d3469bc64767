// What a source of files remembers: which patterns it has looked for, and which files it has read that are gone.

export interface FileMemory {
  readonly patterns: readonly string[];
  /** As `fileIdOf` names them, the oldest first. */
  readonly read: readonly string[];
}

const MOST_READ = 500;

export const memoryText = ({ patterns, read }: FileMemory): string =>
  JSON.stringify({ v: 1, patterns, read: read.slice(-MOST_READ) });

/** What is no memory is none: to begin anew there skips what was written before, and reads nothing twice. */
export function parseMemory(text: string | undefined): FileMemory | undefined {
  if (text === undefined) return undefined;
  try {
    const { v, patterns, read } = JSON.parse(text);
    return v === 1 && Array.isArray(patterns) && Array.isArray(read) ? { patterns, read } : undefined;
  } catch {
    return undefined;
  }
}

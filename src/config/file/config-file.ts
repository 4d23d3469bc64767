// The configuration file: where it is, and whether it is still the one that was read.
import { statSync } from 'node:fs';

/** Where it is, and what people call it. */
export interface ConfigFile {
  readonly path: string;
  readonly shown: string;
}

/** Another text whenever the file may be another one; undefined while there is none. */
export function fileState({ path }: Pick<ConfigFile, 'path'>): string | undefined {
  try {
    const { mtimeNs, ctimeNs, size, ino, dev } = statSync(path, { bigint: true });
    return [mtimeNs, ctimeNs, size, ino, dev].join();
  } catch {
    return undefined;
  }
}

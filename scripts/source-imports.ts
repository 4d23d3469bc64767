// Reads which source file imports which, type imports included.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface SourceFile {
  /** Its path below the folder that was read. */
  readonly name: string;
  readonly lines: number;
  readonly imports: readonly Import[];
}

export interface Import {
  /** A path like the file's own name, which begins with `..` when it leads out of the folder; or the name of a package. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const IMPORT =
  /^(?:import|export)\b(?<type>\s+type\b)?[^'";]*?\bfrom\s*'(?<from>[^']+)'|^import\s*'(?<bare>[^']+)'|\bimport\(\s*'(?<dynamic>[^']+)'\s*\)/gm;

/** All source files below `folder` but tests, sorted by name. */
export function readSources(folder: string): readonly SourceFile[] {
  const names = globSync('**/*.{ts,tsx}', { cwd: folder }).filter((name) => !/\.(test|contract|as)\.tsx?$/.test(name));
  return names.sort().map((name) => readSource(folder, name));
}

function readSource(folder: string, name: string): SourceFile {
  const text = readFileSync(path.join(folder, name), 'utf8');
  const imports = [...text.matchAll(IMPORT)].map(({ groups = {} }) => {
    const to = groups.from ?? groups.bare ?? groups.dynamic ?? '';
    return {
      to: to.startsWith('.') ? path.join(path.dirname(name), to) : to,
      typeOnly: groups.type !== undefined,
    };
  });
  return { name, lines: text.split('\n').length - 1, imports };
}

// Reads which source file imports which, type imports included, and finds the cycles among them.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface SourceFile {
  /** Its path below src/. */
  readonly name: string;
  readonly lines: number;
  /** Paths below src/ for our own files, else the names of packages. */
  readonly imports: readonly string[];
}

const IMPORT = /^(?:import|export)\b[^'";]*?\bfrom\s*'([^']+)'|^import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;

/** All source files below `src` but tests, sorted by name. */
export function readSources(src: string): readonly SourceFile[] {
  const names = globSync('**/*.ts', { cwd: src }).filter((name) => !/\.(test|contract|as)\.ts$/.test(name));
  return names.sort().map((name) => readSource(src, name));
}

function readSource(src: string, name: string): SourceFile {
  const text = readFileSync(path.join(src, name), 'utf8');
  const targets = [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
  const imports = targets.map((to) => (to.startsWith('.') ? path.join(path.dirname(name), to) : to));
  return { name, lines: text.split('\n').length - 1, imports };
}

/** Each cycle as a sentence that names its files in order. */
export function findCycles(files: readonly SourceFile[]): string[] {
  const byName = new Map(files.map((file) => [file.name, file]));
  const state = new Map<string, 'open' | 'done'>();
  const visit = (name: string, trail: readonly string[]): string[] => {
    if (state.get(name) === 'done' || !byName.has(name)) return [];
    if (state.get(name) === 'open') return [`cycle: ${[...trail.slice(trail.indexOf(name)), name].join(' → ')}`];
    state.set(name, 'open');
    const found = (byName.get(name)?.imports ?? []).flatMap((to) => visit(to, [...trail, name]));
    state.set(name, 'done');
    return found;
  };
  return files.flatMap((file) => visit(file.name, []));
}

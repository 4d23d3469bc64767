// Finds the cycles among files, and among the folders that stand beside each other.
import type { SourceFile } from './source-imports.ts';

/** Each cycle of files, in order: `a.ts → b.ts → a.ts`. */
export function fileCycles(files: readonly SourceFile[]): string[] {
  return findCycles(new Map(files.map(({ name, imports }) => [name, new Set(imports.map(({ to }) => to))])));
}

/**
 * Each cycle of neighbouring folders, at any depth. A folder and the folders within it are no neighbours: the outer one may hold the contract
 * below them and the composition above them, which the cycles of files keep apart.
 */
export function folderCycles(files: readonly SourceFile[]): string[] {
  const graph = new Map<string, Set<string>>();
  for (const { name, imports } of files)
    for (const { to } of imports) {
      const [from, into] = neighbours(name, to) ?? [];
      if (from !== undefined && into !== undefined) graph.set(from, (graph.get(from) ?? new Set()).add(into));
    }
  return findCycles(graph);
}

/** The two folders in which two paths part; undefined when one of the files itself lies where they part. */
function neighbours(one: string, other: string): readonly [string, string] | undefined {
  if (!/\.tsx?$/.test(other) || other.startsWith('..')) return undefined;
  const [a, b] = [one.split('/'), other.split('/')];
  const parting = a.findIndex((part, depth) => part !== b[depth]);
  if (parting < 0 || parting >= a.length - 1 || parting >= b.length - 1) return undefined;
  return [a.slice(0, parting + 1).join('/'), b.slice(0, parting + 1).join('/')];
}

function findCycles(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const visit = (name: string, trail: readonly string[]): string[] => {
    if (state.get(name) === 'done' || !graph.has(name)) return [];
    if (state.get(name) === 'open') return [[...trail.slice(trail.indexOf(name)), name].join(' → ')];
    state.set(name, 'open');
    const found = [...(graph.get(name) ?? [])].flatMap((to) => visit(to, [...trail, name]));
    state.set(name, 'done');
    return found;
  };
  return [...graph.keys()].sort().flatMap((name) => visit(name, []));
}

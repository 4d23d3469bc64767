// Holds the imports of a checkout against the house plan in architecture-rules.ts: floors, cycles (type imports included), vendors, wrapped packages, file sizes.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { FLOORS, MAX_FILE_LINES, NEVER, VENDOR_FOLDERS, WRAPPED_PACKAGES } from './architecture-rules.ts';
import { findCycles, readSources, type SourceFile } from './source-imports.ts';

/** Every fault of the checkout below `root`, as sentences; an empty list is a sound house. */
export function findFaults(root: string, fewest: number): { faults: string[]; files: readonly SourceFile[] } {
  const src = path.join(root, 'src');
  const files = readSources(src);
  const faults = files.flatMap((file) => [
    ...sizeFaults(file),
    ...file.imports.flatMap((to) => importFaults(src, file.name, to)),
  ]);
  if (files.length < fewest)
    faults.push(
      `only ${files.length} source files were found, at least ${fewest} were expected: is this the right folder?`,
    );
  return { faults: [...faults, ...findCycles(files)], files };
}

function sizeFaults({ name, lines }: SourceFile): string[] {
  const generated = name.includes('migrations/') || name.includes('.generated.');
  return lines > MAX_FILE_LINES && !generated
    ? [`${name} has ${lines} lines, at most ${MAX_FILE_LINES} are allowed`]
    : [];
}

function importFaults(src: string, from: string, to: string): string[] {
  if (!to.endsWith('.ts')) {
    const home = WRAPPED_PACKAGES[to.startsWith('@') ? to : (to.split('/')[0] ?? to)];
    return home && !from.startsWith(home) ? [`${from} imports ${to}, which only ${home} may`] : [];
  }
  if (to.startsWith('..')) return [`${from} imports ${to}, which is outside of src/`];
  if (!existsSync(path.join(src, to))) return [`${from} imports ${to}, which does not exist`];
  const never = NEVER.filter(([a, b]) => a.test(from) && b.test(to)).map(
    ([, , why]) => `${from} imports ${to}: ${why}`,
  );
  return [...never, ...floorFaults(from, to), ...vendorFaults(from, to)];
}

function floorFaults(from: string, to: string): string[] {
  const [above, below] = [folderOf(from), folderOf(to)];
  const [upper, lower] = [above, below].map((folder) => FLOORS.findIndex((floor) => floor.includes(folder)));
  if (upper === undefined || lower === undefined || upper < 0 || lower < 0)
    return [`${from} → ${to}: one of them stands on no floor`];
  if (above === below || upper < lower) return [];
  return [
    `${from} imports ${to}, ${upper === lower ? 'its neighbour on the same floor' : 'which is on a higher floor'}`,
  ];
}

function vendorFaults(from: string, to: string): string[] {
  const [folder, vendor, inVendor] = from.split('/');
  const [toFolder, toVendor, toInVendor] = to.split('/');
  const both =
    folder === toFolder && VENDOR_FOLDERS.includes(folder ?? '') && inVendor !== undefined && toInVendor !== undefined;
  return both && vendor !== toVendor ? [`${from} imports ${to}, another vendor`] : [];
}

const folderOf = (name: string): string =>
  name.includes('/') ? (name.split('/')[0] ?? '') : name.replace(/\.ts$/, '');

if (import.meta.main) {
  const { faults, files } = findFaults(path.resolve(import.meta.dirname, '..'), 40);
  const sizes = files.map((file) => file.lines).sort((a, b) => a - b);
  const at = (share: number): number => sizes[Math.floor((sizes.length - 1) * share)] ?? 0;
  console.log(`${files.length} source files: median ${at(0.5)} lines, 95 % ≤ ${at(0.95)}, longest ${at(1)}`);
  for (const fault of faults) console.error(`architecture: ${fault}`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

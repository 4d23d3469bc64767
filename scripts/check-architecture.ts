// Holds a checkout against the house plan in architecture-rules.ts: imports, cycles (type imports included), sizes of files and folders, in src/ and web/.
import path from 'node:path';
import { FOR_NOW, MAX_FILE_LINES, MAX_FILES_IN_FOLDER } from './architecture-rules.ts';
import { fileCycles, folderCycles } from './import-cycles.ts';
import { serverImportFaults, webImportFaults } from './import-faults.ts';
import { readSources, type SourceFile } from './source-imports.ts';

interface Options {
  /** Seeing fewer files of the server than this is a fault: then the check looks at the wrong place. */
  readonly fewest: number;
  /** Faults that are accepted, with the reason. */
  readonly forNow: Readonly<Record<string, string>>;
}

/** Every fault of the checkout below `root`, as sentences; an empty list is a sound house. */
export function findFaults(root: string, { fewest, forNow }: Options): { faults: string[]; files: SourceFile[] } {
  const [src, web] = [path.join(root, 'src'), path.join(root, 'web')];
  const [server, ui] = [readSources(src), readSources(web)];
  const found = [
    ...server.flatMap(({ name, imports }) => imports.flatMap(({ to }) => serverImportFaults(src, name, to))),
    ...ui.flatMap(({ name, imports }) => imports.flatMap((target) => webImportFaults(name, target))),
    ...[...server, ...ui].flatMap(lengthFaults),
    ...[...fullFolders('src', server), ...fullFolders('web', ui)],
    ...[...fileCycles(server), ...fileCycles(ui)].map((cycle) => `cycle: ${cycle}`),
    ...folderCycles(server).map((cycle) => `cycle of folders: ${cycle}`),
    ...(server.length < fewest ? [tooFew(server.length, fewest)] : []),
  ];
  const mended = Object.keys(forNow).filter((fault) => !found.includes(fault));
  return {
    faults: [
      ...found.filter((fault) => !(fault in forNow)),
      ...mended.map((fault) => `mended, but still in the list of what stands for now: "${fault}"`),
    ],
    files: [...server, ...ui],
  };
}

function lengthFaults({ name, lines }: SourceFile): string[] {
  if (lines <= MAX_FILE_LINES || isFree(name)) return [];
  return [`${name} has ${lines} lines, at most ${MAX_FILE_LINES} are allowed`];
}

function fullFolders(tree: string, files: readonly SourceFile[]): string[] {
  const counted = files.filter(({ name }) => !isFree(name));
  const folders = Map.groupBy(counted, ({ name }) => path.join(tree, path.dirname(name)));
  return [...folders]
    .filter(([, inside]) => inside.length > MAX_FILES_IN_FOLDER)
    .map(([name, { length }]) => `${name} holds ${length} source files, at most ${MAX_FILES_IN_FOLDER} are allowed`);
}

/** Generated files have the size that they have; migrations only grow in number, and are never edited. */
const isFree = (name: string): boolean => name.includes('migrations/') || name.includes('.generated.');

const tooFew = (seen: number, fewest: number): string =>
  `only ${seen} source files were found, at least ${fewest} were expected: is this the right folder?`;

if (import.meta.main) {
  const root = path.resolve(import.meta.dirname, '..');
  const { faults, files } = findFaults(root, { fewest: 40, forNow: FOR_NOW });
  const sizes = files.map((file) => file.lines).sort((a, b) => a - b);
  const at = (share: number): number => sizes[Math.floor((sizes.length - 1) * share)] ?? 0;
  console.log(`${files.length} source files: median ${at(0.5)} lines, 95 % ≤ ${at(0.95)}, longest ${at(1)}`);
  for (const fault of faults) console.error(`architecture: ${fault}`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

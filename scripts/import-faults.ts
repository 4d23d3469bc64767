// Judges one import by the house plan in architecture-rules.ts.
import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  FLOORS,
  NEVER,
  NEVER_PACKAGES,
  SHARED_WITH_WEB,
  VENDOR_FOLDERS,
  WRAPPED_PACKAGES,
} from './architecture-rules.ts';
import type { Import } from './source-imports.ts';

/** What is wrong with an import of the server; `src` is its folder. */
export function serverImportFaults(src: string, from: string, to: string): string[] {
  if (!to.endsWith('.ts')) {
    const never = NEVER_PACKAGES.find(([a, b]) => a.test(from) && b.test(to));
    if (never) return [`${from} imports ${to}: ${never[2]}`];
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

/** What is wrong with an import of the UI: it shares words with the server, and nothing that runs. */
export function webImportFaults(from: string, { to, typeOnly }: Import): string[] {
  if (!to.startsWith('..')) return [];
  if (!SHARED_WITH_WEB.test(to)) return [`${from} imports ${to}, which the UI may not know`];
  return typeOnly ? [] : [`${from} imports more than types from ${to}`];
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

// What this program is and where its files lie.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Sources and what is built from them lie at the same depth below the package. */
const PACKAGE_FOLDER = path.resolve(import.meta.dirname, '..', '..');

/** Where the built UI lies. */
export const UI_FOLDER = path.join(PACKAGE_FOLDER, 'web', 'dist');

/** The version in package.json. */
export const VERSION = readVersion(path.join(PACKAGE_FOLDER, 'package.json'));

function readVersion(file: string): string {
  const found: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  return typeof found === 'object' && found !== null && 'version' in found ? String(found.version) : 'unknown';
}

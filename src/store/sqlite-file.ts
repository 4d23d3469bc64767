// Where the SQLite database of a data directory lies.
import path from 'node:path';

export function sqliteFile(dataDir: string): string {
  return path.join(dataDir, 'tocsin.db');
}

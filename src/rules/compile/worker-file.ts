// Where the program of a worker thread stands, beside the module that starts it.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The published package holds JavaScript, a checkout TypeScript: a worker has the ending of the module that starts it.
 * @param beside the `import.meta.url` of that module
 */
export function workerFile(name: string, beside: string): URL {
  return new URL(`./${name}${path.extname(fileURLToPath(beside))}`, beside);
}

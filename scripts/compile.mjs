// Compiles src/ into dist/ for the published package: Node strips no types below node_modules. `npm pack` calls this through "prepack".
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleScan } from './setup/bundle-scan.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');

rmSync(path.join(root, 'dist'), { recursive: true, force: true });
// npm prints the name of the packed file on standard output, and nothing else may stand there.
const done = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: ['ignore', 2, 2] });
process.exitCode = done.status ?? 1;
if (done.status === 0) bundleScan(root, process.execPath);

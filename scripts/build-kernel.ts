// Compiles the matcher's AssemblyScript kernel and writes the WebAssembly, as base64, into a TypeScript file: `node scripts/build-kernel.ts`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'src/match/wasm');
const target = path.join(folder, 'kernel.generated.ts');

/** The text of kernel.generated.ts as it follows from the sources; the same sources give the same text everywhere. */
export function buildKernel(): string {
  const scratch = mkdtempSync(path.join(tmpdir(), 'kernel-'));
  try {
    const outFile = path.join(scratch, 'kernel.wasm');
    const options = ['--outFile', outFile, '-O3', '--runtime', 'stub', '--use', 'abort=', '--importMemory'];
    const compiler = path.join(root, 'node_modules/assemblyscript/bin/asc.js');
    const args = [compiler, 'kernel.as.ts', 'line-reader.as.ts', ...options, '--enable', 'simd,relaxed-simd'];
    const done = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`the kernel does not compile: ${done.stderr}`);
    return render(readFileSync(outFile));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function render(binary: Buffer): string {
  const rows = binary.toString('base64').match(/.{1,116}/g) ?? [];
  return [
    '// Made by scripts/build-kernel.ts from kernel.as.ts, line-reader.as.ts and layout.ts; a test holds it against a rebuild. Do not edit.',
    `/** The kernel's WebAssembly, ${binary.length} bytes, as base64. */`,
    'export const KERNEL_BASE64 = [',
    ...rows.map((row) => `  '${row}',`),
    "].join('');",
    '',
  ].join('\n');
}

if (import.meta.main) writeFileSync(target, buildKernel());

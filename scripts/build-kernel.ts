// Compiles what is written in AssemblyScript and writes the WebAssembly, as base64, into TypeScript files: `node scripts/build-kernel.ts`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface KernelSource {
  readonly folder: string;
  /** It imports the others. */
  readonly entry: string;
  readonly target: string;
  readonly constant: string;
}

export const KERNELS: readonly KernelSource[] = [
  {
    folder: 'src/match/wasm',
    entry: 'kernel.as.ts',
    target: 'kernel.generated.ts',
    constant: 'KERNEL_BASE64',
  },
  {
    folder: 'src/sources/file/lines',
    entry: 'newlines.as.ts',
    target: 'newlines.generated.ts',
    constant: 'NEWLINES_BASE64',
  },
];

const root = path.resolve(import.meta.dirname, '..');

/** The text of a generated file as it follows from the sources; the same sources give the same text everywhere. */
export function buildKernel(kernel: KernelSource): string {
  const scratch = mkdtempSync(path.join(tmpdir(), 'kernel-'));
  try {
    const outFile = path.join(scratch, 'kernel.wasm');
    const options = ['--outFile', outFile, '-O3', '--runtime', 'stub', '--use', 'abort=', '--importMemory'];
    const compiler = path.join(root, 'node_modules/assemblyscript/bin/asc.js');
    const args = [compiler, kernel.entry, ...options, '--enable', 'simd,relaxed-simd'];
    const done = spawnSync(process.execPath, args, { cwd: path.join(root, kernel.folder), encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`the kernel does not compile: ${done.stderr}`);
    return render(readFileSync(outFile), kernel);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function render(binary: Buffer, { entry, constant }: KernelSource): string {
  const rows = binary.toString('base64').match(/.{1,116}/g) ?? [];
  return [
    `// Made by scripts/build-kernel.ts from ${entry} and what that imports; a test holds it against a rebuild. Do not edit.`,
    `/** WebAssembly, ${binary.length} bytes, as base64. */`,
    `export const ${constant} = [`,
    ...rows.map((row) => `  '${row}',`),
    "].join('');",
    '',
  ].join('\n');
}

export const targetOf = ({ folder, target }: KernelSource): string => path.join(root, folder, target);

if (import.meta.main) for (const kernel of KERNELS) writeFileSync(targetOf(kernel), buildKernel(kernel));

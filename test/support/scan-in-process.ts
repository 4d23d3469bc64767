// `tocsin scan` in this process, on files that a test writes.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../src/cli/run.ts';
import { SCAN } from '../../src/cli/scan/command.ts';
import { type CapturedIoOptions, captureIo } from './captured-io.ts';

export interface ScanResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface ScanOptions extends Pick<CapturedIoOptions, 'env' | 'terminal'> {
  /** What standard input gives. */
  readonly input?: string | Uint8Array;
}

export async function scanInProcess(
  args: readonly string[],
  { input = '', ...options }: ScanOptions = {},
): Promise<ScanResult> {
  const captured = captureIo(options);
  captured.stdin.end(input);
  const code = await run(['scan', ...args], captured.io, [SCAN]);
  return { code, out: captured.stdout(), err: captured.stderr() };
}

/** Writes files to a folder and gives their names. */
export function fileWriter(folder: string): (name: string, content: string | Uint8Array) => string {
  return (name, content) => {
    const full = path.join(folder, name);
    writeFileSync(full, content);
    return full;
  };
}

/** A rule file with one rule a pattern, called r1, r2, …. */
export function ruleFileOf(...patterns: readonly string[]): string {
  return `rules:\n${patterns.map((pattern, at) => `  - name: r${at + 1}\n    pattern: ${JSON.stringify(pattern)}\n`).join('')}`;
}

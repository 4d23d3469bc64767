// Hyperscan beside this engine, line by line, by a small program of ours where g++ and libhyperscan are to be had.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { scratchFile, scratchName, textFile } from './scratch.ts';

export interface HyperscanRun {
  /** CPU that looking took; patterns are compiled and the text is read before. */
  readonly seconds: number;
  readonly hits: number;
  readonly lines: number;
}

let program: { readonly name: string | undefined } | undefined;

function built(): string | undefined {
  if (program === undefined) {
    const name = scratchName();
    const source = path.join(import.meta.dirname, 'hyperscan-time.cc');
    const isBuilt = spawnSync('g++', ['-O2', '-o', name, source, '-lhs']).status === 0;
    program = { name: isBuilt ? name : undefined };
  }
  return program.name;
}

const RUNS = 3;

/** The shortest of three runs, as for the other processes; undefined where it is not to be had. */
export function hyperscanProcess(patterns: readonly string[], text: Buffer): HyperscanRun | undefined {
  const name = built();
  if (name === undefined) return undefined;
  const rules = scratchFile(patterns.map((pattern) => `${asPcre(pattern)}\n`).join(''));
  let best: HyperscanRun | undefined;
  for (let run = 0; run < RUNS; run++) {
    const done = spawnSync(name, [rules, textFile(text)], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`Hyperscan refuses the rules: ${done.stderr}`);
    const [seconds = 0, hits = 0, lines = 0] = done.stdout.split(' ').map(Number);
    if (best === undefined || seconds < best.seconds) best = { seconds, hits, lines };
  }
  return best;
}

/** Names of groups are left out, which costs nothing and allows the same one in many rules. */
const asPcre = (pattern: string): string => pattern.replaceAll(/\(\?P<\w+>/g, '(');

// The command as a user runs it, `tocsin scan --count` on a file, beside ripgrep: CPU of the whole process, its start included.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const TOCSIN = path.resolve(import.meta.dirname, '../../bin/tocsin.mjs');

export interface ProcessRun {
  readonly seconds: number;
  readonly output: string;
}

/** `tocsin scan --count --json` over the text. */
export function scanProcess(patterns: readonly string[], text: Buffer): ProcessRun | undefined {
  // As people write rule files: a field a line, patterns in single quotes.
  const rules = patterns.map((pattern, i) => `  - name: rule ${i}\n    pattern: '${pattern.replaceAll("'", "''")}'\n`);
  return withFiles(`rules:\n${rules.join('')}`, text, (ruleFile, corpus) => [
    process.execPath,
    TOCSIN,
    'scan',
    '--count',
    '--json',
    '--rules',
    ruleFile,
    corpus,
  ]);
}

/** How many lines hit. Group names are taken out, for ripgrep refuses the same name twice. */
export function ripgrepProcess(patterns: readonly string[], text: Buffer): ProcessRun | undefined {
  const rules = patterns.map((pattern) => `${pattern.replaceAll(/\(\?P<\w+>/g, '(')}\n`).join('');
  return withFiles(rules, text, (ruleFile, corpus) => [
    findRipgrep(),
    '--no-config',
    '--crlf',
    '-a',
    '-j1',
    '-c',
    '-f',
    ruleFile,
    corpus,
  ]);
}

const LONG_SECONDS = 5;

/** The shortest of three runs; what else the machine does can only lengthen one. Undefined when the command is not to be had. */
function withFiles(
  rules: string,
  text: Buffer,
  command: (ruleFile: string, corpus: string) => readonly string[],
): ProcessRun | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  try {
    const [ruleFile, corpus] = [path.join(folder, 'rules'), path.join(folder, 'corpus')];
    writeFileSync(ruleFile, rules);
    writeFileSync(corpus, text);
    let best = cpuOf(command(ruleFile, corpus));
    // What takes long is not told more truly by taking it again.
    for (let again = 0; again < 2 && best && best.seconds < LONG_SECONDS; again++) {
      const run = cpuOf(command(ruleFile, corpus));
      if (run && run.seconds < best.seconds) best = run;
    }
    return best;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The shell tells the CPU time of its children, which Node does not. */
function cpuOf(command: readonly string[]): ProcessRun | undefined {
  const done = spawnSync('sh', ['-c', '"$@"; times', 'sh', ...command], { encoding: 'utf8' });
  const lines = done.stdout.trimEnd().split('\n');
  const times = [...(lines.at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  const output = lines.slice(0, -2).join('\n');
  if (times.length === 0 || output === '') return undefined;
  return { seconds: times.reduce((sum, [, m, s]) => sum + 60 * Number(m) + Number(s), 0), output };
}

function findRipgrep(): string {
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('@vscode/ripgrep'));
    return require.resolve(`@vscode/ripgrep-${process.platform}-${process.arch}/bin/rg`);
  } catch {
    return 'rg';
  }
}

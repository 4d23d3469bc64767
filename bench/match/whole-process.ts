// The command as a user runs it, `tocsin scan --count` on a file, beside ripgrep: CPU of the whole process, its start included.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { scratchFile, textFile } from './scratch.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const TOCSIN = path.join(ROOT, 'bin/tocsin.mjs');

export interface ProcessRun {
  readonly seconds: number;
  readonly output: string;
}

/** `tocsin scan --count --json` over the text. */
export function scanProcess(patterns: readonly string[], text: Buffer): ProcessRun | undefined {
  setUpOnce();
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

let isSetUp = false;

/** Users have the bundle that the set-up makes; sources that were changed since would start more slowly. */
function setUpOnce(): void {
  if (!isSetUp) spawnSync(process.execPath, [path.join(ROOT, 'scripts/setup.mjs')], { stdio: 'ignore' });
  isSetUp = true;
}

/** What ripgrep is to take for the end of a word: what RE2 means, or what it means itself when nothing is said. */
export type WordBoundary = 'ascii' | 'unicode';

/** How many lines hit. */
export function ripgrepProcess(
  patterns: readonly string[],
  text: Buffer,
  boundary: WordBoundary,
): ProcessRun | undefined {
  const rules = patterns.map((pattern) => `${asRipgrep(pattern, boundary)}\n`).join('');
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

/**
 * Group names are taken out, for ripgrep refuses the same name twice. Its own `\b` knows all of Unicode, and for that its
 * automaton gives up at every line that is not ASCII, which makes it a hundred times slower; asked for RE2's it is fast.
 * Its `\d`, `\w` and `\s` are left as they are: they cost it a tenth.
 */
function asRipgrep(pattern: string, boundary: WordBoundary): string {
  const nameless = pattern.replaceAll(/\(\?P<\w+>/g, '(');
  return boundary === 'unicode' ? nameless : nameless.replaceAll(/(?<!\\)((?:\\\\)*)\\b/g, '$1(?-u:\\b)');
}

const LONG_SECONDS = 10;

/** The shortest of three runs; what else the machine does can only lengthen one. Undefined when the command is not to be had. */
function withFiles(
  rules: string,
  text: Buffer,
  command: (ruleFile: string, corpus: string) => readonly string[],
): ProcessRun | undefined {
  const [ruleFile, corpus] = [scratchFile(rules), textFile(text)];
  let best = cpuOf(command(ruleFile, corpus));
  // What takes long is not told more truly by taking it again.
  for (let again = 0; again < 2 && best && best.seconds < LONG_SECONDS; again++) {
    const run = cpuOf(command(ruleFile, corpus));
    if (run && run.seconds < best.seconds) best = run;
  }
  return best;
}

/** The shell tells the CPU time of its children, which Node does not: Bash to the millisecond, as its last words. */
export function cpuOf(command: readonly string[]): ProcessRun | undefined {
  const done = spawnSync('bash', ['-c', 'TIMEFORMAT="%U %S"; time "$@"', 'bash', ...command], { encoding: 'utf8' });
  const [user, system] = (done.stderr?.trimEnd().split('\n').at(-1) ?? '').split(' ').map(Number);
  const output = done.stdout?.trimEnd() ?? '';
  if (output === '' || user === undefined || system === undefined || Number.isNaN(user + system)) return undefined;
  return { seconds: user + system, output };
}

function findRipgrep(): string {
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('@vscode/ripgrep'));
    return require.resolve(`@vscode/ripgrep-${process.platform}-${process.arch}/bin/rg`);
  } catch {
    return 'rg';
  }
}

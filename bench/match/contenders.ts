// Who is measured: this engine in both forms, and what else one could use. Each counts hits over the same bytes.
import { RE2JS } from 're2js';
import type { KernelForm } from '../../src/match/wasm/create-kernel.ts';
import { matcherOf, readAll } from './hits-in.ts';
import { hyperscanProcess } from './hyperscan.ts';
import { ripgrepProcess, scanProcess, type WordBoundary } from './whole-process.ts';

export interface Measured {
  readonly bytes: number;
  readonly seconds: number;
  /** Undefined for one that counts lines only. */
  readonly hits: number | undefined;
  readonly lines: number;
}

export interface Contender {
  readonly name: string;
  /** How much of the corpus it can read with so many rules in bearable time. */
  mostBytes(rules: number): number;
  /** Undefined when it is not to be had on this machine. */
  measure(patterns: readonly string[], text: Buffer): Measured | undefined;
}

export const CONTENDERS: readonly Contender[] = [
  {
    name: 'wasm',
    mostBytes: () => Number.POSITIVE_INFINITY,
    measure: (patterns, text) => tocsin(patterns, text, 'wasm'),
  },
  {
    name: 'twin',
    mostBytes: () => Number.POSITIVE_INFINITY,
    measure: (patterns, text) => tocsin(patterns, text, 'twin'),
  },
  { name: 'v8', mostBytes: (rules) => 2e8 / rules, measure: v8 },
  { name: 're2js', mostBytes: (rules) => 2e7 / rules, measure: re2js },
  { name: 'hs', mostBytes: () => Number.POSITIVE_INFINITY, measure: hyperscan },
  { name: 'scan', mostBytes: () => Number.POSITIVE_INFINITY, measure: scan },
  {
    name: 'rg',
    mostBytes: (rules) => (rules > 200 ? 16e6 : Number.POSITIVE_INFINITY),
    measure: (patterns, text) => ripgrep(patterns, text, 'ascii'),
  },
  {
    name: 'rg-own',
    // Up to ten rules have no word boundary, and then it is as fast as the other.
    mostBytes: (rules) => (rules > 10 ? 2e8 / rules : Number.POSITIVE_INFINITY),
    measure: (patterns, text) => ripgrep(patterns, text, 'unicode'),
  },
];

/** Rules compiled and the first reading done before: what a watcher does all day is what is measured. */
function tocsin(patterns: readonly string[], text: Buffer, kernel: KernelForm): Measured {
  const matcher = matcherOf(patterns, kernel);
  readAll(matcher, text);
  return timed(text, () => readAll(matcher, text));
}

function timed(text: Buffer, run: () => { hits: number; lines: number }): Measured {
  const before = process.cpuUsage();
  const found = run();
  const { user, system } = process.cpuUsage(before);
  return { bytes: text.length, seconds: (user + system) / 1e6, ...found };
}

function eachLine(text: Buffer, test: (line: string) => number): { hits: number; lines: number } {
  let [hits, lines] = [0, 0];
  for (let start = 0; start < text.length; ) {
    const behind = text.indexOf(10, start);
    const end = behind > start && text[behind - 1] === 13 ? behind - 1 : behind;
    const found = test(text.toString('utf8', start, end));
    hits += found;
    if (found > 0) lines++;
    start = behind + 1;
  }
  return { hits, lines };
}

/** What a Node program would do without us. Its `\s` and `.` know a little more than RE2's; the corpora have none of that. */
function v8(patterns: readonly string[], text: Buffer): Measured {
  const expressions = patterns.map(asJavaScript);
  return timed(text, () =>
    eachLine(text, (line) => expressions.reduce((hits, expression) => hits + (expression.test(line) ? 1 : 0), 0)),
  );
}

function asJavaScript(pattern: string): RegExp {
  const plain = pattern.replaceAll('(?P<', '(?<');
  return plain.startsWith('(?i)')
    ? new RegExp(plain.slice(4), 'iu')
    : new RegExp(plain.replaceAll(/\\(["'%#])/g, '$1'), 'u');
}

function re2js(patterns: readonly string[], text: Buffer): Measured {
  const expressions = patterns.map((pattern) => RE2JS.compile(pattern));
  return timed(text, () =>
    eachLine(text, (line) => expressions.reduce((hits, expression) => hits + (expression.test(line) ? 1 : 0), 0)),
  );
}

/** Rules compiled and the text read before, as for `wasm`. */
function hyperscan(patterns: readonly string[], text: Buffer): Measured | undefined {
  const run = hyperscanProcess(patterns, text);
  return run && { bytes: text.length, ...run };
}

/** The whole process, from a file: the rules are compiled and the text is seen for the first time. */
function scan(patterns: readonly string[], text: Buffer): Measured | undefined {
  const run = scanProcess(patterns, text);
  if (run === undefined) return undefined;
  const { lines, rules }: { lines: number; rules: readonly { hits: number }[] } = JSON.parse(run.output);
  return { bytes: text.length, seconds: run.seconds, hits: rules.reduce((sum, { hits }) => sum + hits, 0), lines };
}

/** The whole process, too; it counts lines only. */
function ripgrep(patterns: readonly string[], text: Buffer, boundary: WordBoundary): Measured | undefined {
  const run = ripgrepProcess(patterns, text, boundary);
  return run && { bytes: text.length, seconds: run.seconds, hits: undefined, lines: Number(run.output) };
}

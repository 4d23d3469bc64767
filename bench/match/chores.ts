// What the matcher costs beside reading text: starting, compiling, changing a rule, frames as an engine sends them, memory. `npm run bench:match -- --chores`.
import { serialize, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { compileRule } from '../../src/match/compile-rule.ts';
import { Matcher } from '../../src/match/matcher.ts';
import { createRuleSet, type RuleSet, withRule } from '../../src/match/rule-set.ts';
import { makeCorpus } from './corpus.ts';
import { ruleSet } from './rule-sets.ts';
import { scanProcess } from './whole-process.ts';

const TRIES = 8;

/** The shortest of several tries, in ms of CPU. */
function milliseconds(work: (attempt: number) => void): number {
  const tries = Array.from({ length: TRIES }, (_, attempt) => {
    const before = process.cpuUsage();
    work(attempt);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...tries);
}

export function measureChores(seed: number): void {
  // First of all, as what the rest leaves behind would be taken for memory of rules.
  for (const automata of ['now', 'when-needed'] as const) {
    const state = automata === 'now' ? 'whole' : 'automata not yet needed';
    row(`a compiled rule as plain data, ${state}`, dataOfRule(automata) / 1000, 'KB');
    row(`a compiled rule in the heap, ${state}`, heapOfRule(automata) / 1000, 'KB');
  }
  const text = makeCorpus('typical', 1e6, seed);
  for (const size of [10, 50, 200]) {
    row(`scan of 1 MB, whole process, ${size} rules`, (scanProcess(ruleSet(size), text)?.seconds ?? 0) * 1000, 'ms');
  }
  row(
    '200 rules compiled',
    milliseconds(() => compiled(200)),
    'ms',
  );
  row('one changed rule among 200, scanning thread', changedRule(text), 'ms');
  for (const size of [10, 50, 200]) row(`docker frames to rule ids, ${size} rules`, frames(size, seed), 'M lines/s');
  row('memory held for 1000 rules over 1 MB of text', memory(1000, text), 'MB');
}

function row(what: string, value: number, unit: string): void {
  console.log(`${what.padEnd(48)}${value.toFixed(1).padStart(10)} ${unit}`);
}

function compiled(size: number): RuleSet {
  return createRuleSet(ruleSet(size).map((pattern) => compiledOf(pattern)));
}

/** Bytes, as one thread sends it to another. */
function dataOfRule(automata: 'now' | 'when-needed'): number {
  const sizes = ruleSet(200).map((pattern) => serialize(compiledOf(pattern, automata)).length);
  return sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
}

/** Bytes that it keeps from the collector, of the script's memory and beside it. */
function heapOfRule(automata: 'now' | 'when-needed'): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  const held = (): number => {
    // What lies outside of the script's memory is given back a turn later.
    for (let turn = 0; turn < 3; turn++) if (typeof collect === 'function') collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const patterns = ruleSet(1000);
  const before = held();
  const rules = patterns.map((pattern) => compiledOf(pattern, automata));
  return (held() - before) / rules.length;
}

function compiledOf(pattern: string, automata: 'now' | 'when-needed' = 'now'): RuleSet['rules'][number] {
  const result = compileRule({ pattern }, { automata });
  if (!result.ok) throw new Error(`${pattern}: ${result.fault.message}`);
  return result.rule;
}

function matcherFor(size: number, text: Uint8Array): Matcher {
  const matcher = new Matcher({ rules: compiled(size) });
  matcher.reserve(text.length).set(text);
  for (const _ of matcher.match({ length: text.length }));
  return matcher;
}

function changedRule(text: Uint8Array): number {
  const matcher = matcherFor(200, text);
  const sets = Array.from({ length: TRIES }, (_, i) => compiledOf(`volume data${i} is (?:full|lost)`));
  const rules = compiled(200);
  matcher.use(rules);
  return milliseconds((attempt) => {
    const changed = sets[attempt];
    if (changed) matcher.use(withRule(rules, attempt, changed));
  });
}

function memory(size: number, text: Uint8Array): number {
  return matcherFor(size, text).byteSize / 1e6;
}

const HEADER = 8;
const STAMP = '2026-03-14T09:26:53.589793238Z';
const CHUNK = 256 * 1024;

/** Multiplexed frames with stamps, taken apart where they lie: the space behind each stamp becomes a `\n`, and only where the bodies begin is told. */
function frames(size: number, seed: number): number {
  const stream = framed(makeCorpus('typical', 16e6, seed));
  const matcher = new Matcher({ rules: compiled(size) });
  const starts = new Int32Array(CHUNK / (HEADER + STAMP.length + 1));
  let lines = 0;
  const best = milliseconds(() => {
    lines = 0;
    for (let from = 0; from < stream.length; ) {
      const buffer = matcher.reserve(CHUNK);
      buffer.set(stream.subarray(from, from + CHUNK));
      const { count, length } = demultiplex(buffer, Math.min(CHUNK, stream.length - from), starts);
      for (const _ of matcher.match({ length, lineStarts: starts, lineCount: count }));
      lines += count;
      from += length;
    }
  });
  return lines / 1000 / best;
}

function framed(text: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf(10, start) + 1;
    const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
    header.writeUInt32BE(STAMP.length + 1 + end - start, 4);
    parts.push(header, Buffer.from(`${STAMP} `), text.subarray(start, end));
    start = end;
  }
  return Buffer.concat(parts);
}

/** The frames that are whole: how many, and the bytes they take. */
function demultiplex(buffer: Uint8Array, filled: number, starts: Int32Array): { count: number; length: number } {
  let [count, at] = [0, 0];
  while (at + HEADER <= filled) {
    const size = ((buffer[at + 5] ?? 0) << 16) | ((buffer[at + 6] ?? 0) << 8) | (buffer[at + 7] ?? 0);
    if (at + HEADER + size > filled) break;
    const space = at + HEADER + STAMP.length;
    buffer[space] = 10;
    starts[count++] = space + 1;
    at += HEADER + size;
  }
  return { count, length: at };
}

// The least that a process of Node can take for a text, part by part, beside ripgrep's whole: what no matcher in Node comes below. `npm run bench:match -- --floor`.
import { closeSync, openSync, readSync } from 'node:fs';
import { makeCorpus } from './corpus.ts';
import { ASKED_OF_SCAN } from './ratios.ts';
import { ruleSet } from './rule-sets.ts';
import { scratchFile, textFile } from './scratch.ts';
import { cpuOf, ripgrepProcess, scanProcess } from './whole-process.ts';

const ROUNDS = 7;

/** Nothing but a word, by which is seen that it ran. */
const EMPTY = "process.stdout.write('1')";

/** As `tocsin scan` reads: pieces of a mebibyte, always to the same place. It lies in its page as the text does in the file's (docs/decisions/0018-reads-end-at-one-place.md). */
const READER = `const fs = require('node:fs');
const into = new Uint8Array(new WebAssembly.Memory({ initial: 16 }).buffer), fd = fs.openSync(process.argv[2]);
while (fs.readSync(fd, into) > 0);
process.stdout.write('1');`;

/** Prints ms of CPU, the least of several rounds that take turns. */
export function measureFloor(seed: number, bytes: number): void {
  const text = makeCorpus('typical', bytes, seed);
  // So little that all but its start is nothing.
  const little = text.subarray(0, text.indexOf(10, 1e6) + 1);
  const file = textFile(text);
  warm(file);
  const start = () => cpuOf([process.execPath, scratchFile(EMPTY)]);
  const reading = () => cpuOf([process.execPath, scratchFile(READER), file]);
  const [empty, read] = [least(start), least(reading)];
  row('Node, an empty script', empty);
  row('Node, the text read and nothing done with it', read);
  for (const [size, asked] of Object.entries(ASKED_OF_SCAN)) {
    const patterns = ruleSet(Number(size));
    const ripgrep = (ripgrepProcess(patterns, text, 'ascii')?.seconds ?? 0) * 1000;
    row(`${size} rules: ripgrep`, ripgrep);
    row(`${size} rules: left for rules, plan and search, at ${asked} times its speed`, ripgrep / asked - read);
    row(`${size} rules: tocsin scan`, (scanProcess(patterns, text)?.seconds ?? 0) * 1000);
    row(
      `${size} rules: tocsin scan of ${(little.length / 1e6).toFixed(0)} MB`,
      (scanProcess(patterns, little)?.seconds ?? 0) * 1000,
    );
  }
}

function least(run: () => { readonly seconds: number } | undefined): number {
  const rounds = Array.from({ length: ROUNDS }, () => (run()?.seconds ?? Number.POSITIVE_INFINITY) * 1000);
  return Math.min(...rounds);
}

/** Whoever is first must not pay for the disk. */
function warm(file: string): void {
  const [fd, into] = [openSync(file, 'r'), new Uint8Array(1 << 20)];
  while (readSync(fd, into) > 0);
  closeSync(fd);
}

function row(what: string, milliseconds: number): void {
  console.log(`${what.padEnd(64)}${milliseconds.toFixed(0).padStart(8)} ms`);
}

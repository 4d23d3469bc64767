// A file read with rules by Tocsin's file source, and by other programs that read files, as far as they are installed: node bench/file/side-by-side.ts [MEGABYTES=64] [RULES=50]. The same bytes and patterns, lines that hit counted and compared; CPU of each whole process, and behind its start. FLUENT_BIT, RSYSLOGD and VECTOR may name where they are.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeCorpus } from '../match/corpus.ts';
import { hitsIn } from '../match/hits-in.ts';
import { ruleSet } from '../match/rule-sets.ts';
import { FLUENT_BIT } from './peers/fluent-bit.ts';
import type { Peer } from './peers/peer.ts';
import { RSYSLOG } from './peers/rsyslog.ts';
import { findPeer, type PeerRun, runPeer, versionOf } from './peers/run-peer.ts';
import { VECTOR } from './peers/vector.ts';

const [megabytes = 64, rules = 50] = process.argv.slice(2).map(Number);
const [ROUNDS, LONG_SECONDS] = [3, 10];
/** Wanted by one more rule: whoever has told it has read all before. */
const LAST = 'side by side: the end of the text';

const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const inFolder = (name: string): string => path.join(folder, name);
const [log, lastAlone, ruleFile] = [inFolder('app.log'), inFolder('last.log'), inFolder('rules')] as const;
const text = Buffer.concat([makeCorpus('plain', megabytes * 1e6, 1), Buffer.from(`${LAST}\n`)]);
const patterns = [...ruleSet(rules), LAST];
writeFileSync(log, text);
writeFileSync(lastAlone, `${LAST}\n`);
writeFileSync(ruleFile, patterns.join('\n'));
const lines = text.reduce((sum, byte) => sum + Number(byte === 0x0a), 0);
const wanted = hitsIn(patterns, text);
let areEqual = true;

console.log(`${lines} lines, ${rules} rules, ${wanted.lines} lines hit`);
console.log(
  row('', ['MB/CPU s', 'behind its start', 'lines/CPU s', 'behind its start', 'Tocsin is', 'behind its start', 'hits']),
);
const own = best(Array.from({ length: ROUNDS }, () => ownRun(log)));
const ownStart = best(Array.from({ length: ROUNDS }, () => ownRun(lastAlone)));
tell('Tocsin', { seconds: own.seconds, start: ownStart.seconds, isEqual: own.hits === wanted.hits });
for (const peer of [FLUENT_BIT, RSYSLOG, VECTOR]) await measure(peer);
if (!areEqual) process.exitCode = 1;

function ownRun(at: string): { readonly seconds: number; readonly hits: number } {
  const script = path.join(import.meta.dirname, 'read-process.ts');
  return JSON.parse(execFileSync(process.execPath, [script, at, ruleFile], { encoding: 'utf8' }));
}

async function measure(peer: Peer): Promise<void> {
  const at = findPeer(peer);
  if (at === undefined) {
    console.log(`${peer.name.padEnd(30)} not installed; published: ${peer.published}`);
    return;
  }
  const [run, start] = [await bestOf(peer, at, log), await bestOf(peer, at, lastAlone)];
  tell(versionOf(peer, at), { seconds: run.seconds, start: start.seconds, isEqual: run.lines === wanted.lines });
}

async function bestOf(peer: Peer, at: string, read: string): Promise<PeerRun> {
  const runs: PeerRun[] = [];
  // What takes long is not told more truly by taking it again.
  for (let round = 0; round < ROUNDS && (runs.at(-1)?.seconds ?? 0) < LONG_SECONDS; round++) {
    const own = mkdtempSync(path.join(folder, peer.program));
    runs.push(await runPeer(peer, at, { log: read, patterns, folder: own, out: path.join(own, 'out'), last: LAST }));
  }
  return best(runs);
}

/** The quickest: what else the machine does can only lengthen one. */
function best<Run extends { readonly seconds: number }>(runs: readonly Run[]): Run {
  return runs.reduce((quickest, run) => (run.seconds < quickest.seconds ? run : quickest));
}

interface Told {
  readonly seconds: number;
  /** What it took to come to the end of a text of one line. */
  readonly start: number;
  readonly isEqual: boolean;
}

function tell(name: string, { seconds, start, isEqual }: Told): void {
  areEqual &&= isEqual;
  const [whole, behind] = [seconds, seconds - start];
  const [ownWhole, ownBehind] = [own.seconds, own.seconds - ownStart.seconds];
  const rates = [text.length / 1e6, lines].flatMap((of) => [of / whole, of / behind]);
  const times = [whole / ownWhole, behind / ownBehind].map((ratio) => `${ratio.toFixed(1)} times`);
  const told = rates.map((rate) => Number(rate.toPrecision(3)).toLocaleString('en-US'));
  console.log(row(name, [...told, ...times, isEqual ? 'equal' : 'DIFFERENT']));
}

function row(name: string, cells: readonly string[]): string {
  return `${name.padEnd(30)}${cells.map((cell) => cell.padStart(18)).join('')}`;
}

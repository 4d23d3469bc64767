// What reading a file costs: ns of CPU a line, all threads, from a file in the page cache to judged lines with 50 rules of which one in a hundred lines hits one, with one more that looks at a field, and without judging, also with lines joined, and of lines of JSON, beside a yardstick by which machines can be compared: node bench/file/read.ts
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AS_TRACES, type Joining } from '../../src/core/joining/joining.ts';
import { OnePattern } from '../../src/match/one-pattern.ts';
import { ndjsonFormat } from '../../src/sources/file/formats/ndjson-format.ts';
import { plainFormat } from '../../src/sources/file/formats/plain-format.ts';
import { sampleRule } from '../../test/support/rule-samples.ts';
import { makeCorpus } from '../match/corpus.ts';
import { ruleSet } from '../match/rule-sets.ts';
import { readOnce } from './read-once.ts';

const [BYTES, ROUNDS] = [64e6, 12];
/** What the yardstick takes on the machine for which figures are asked. */
const YARDSTICK_NS = 30;
const NEWLINE = 0x0a;
/** What the rule that looks at a field looks for. */
const LEVEL = '^(error|fatal)$';

const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-bench-'));
const log = path.join(folder, 'app.log');
const starts = OnePattern.compile('^[A-Z0-9\\[{]');
const BY_PATTERN: Joining = { begins: (line) => starts.ok && starts.pattern.matches(line) };
const mixed = makeCorpus('typical', BYTES, 1);
console.log(
  '                                    ns of CPU a line   million lines/s of a core   the same by the yardstick   MB/s of a core',
);
for (const [text, bytes, format] of [
  ['sixty dialects', mixed, plainFormat],
  ['one dialect', withStamps(mixed), plainFormat],
  ['lines of JSON', asMessages(mixed), ndjsonFormat('msg')],
] as const) {
  writeFileSync(log, bytes);
  for (const [name, patterns, joining] of [
    ['50 rules', ruleSet(50), undefined],
    ['50 rules and a field', [...ruleSet(50), LEVEL], undefined],
    ['50 rules, joined', ruleSet(50), AS_TRACES],
    ['not judged', undefined, undefined],
    ['not judged, joined', undefined, AS_TRACES],
    ['joined by a pattern', undefined, BY_PATTERN],
  ] as const) {
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++)
      rounds.push({
        ...(await readOnce({ log, format, rules: patterns?.map(ruleOf), joining })),
        yardstick: yardstickOf(bytes),
      });
    const { cpu, lines } = rounds.reduce((best, one) => (one.cpu < best.cpu ? one : best));
    const yardstick = Math.min(...rounds.map((round) => round.yardstick));
    const perSecond = (1e3 * lines) / cpu;
    const shown = [cpu / lines, perSecond, (perSecond * yardstick) / YARDSTICK_NS, (1e3 * bytes.length) / cpu];
    const row = shown.map((figure) => figure.toFixed(1).padStart(20)).join('');
    console.log(`${text}, ${name}`.padEnd(36), row, `  (yardstick ${yardstick.toFixed(1)} ns)`);
  }
}
rmSync(folder, { recursive: true });

/** As one program writes them: each line has its time, a thousand in a second. */
function withStamps(text: Buffer): Buffer {
  const lines = text.toString('latin1').split('\n').slice(0, -1);
  const began = Date.parse('2026-01-31T12:00:00Z');
  return Buffer.from(lines.map((line, n) => `${new Date(began + n).toISOString()} ${line}\n`).join(''), 'latin1');
}

/** As loggers write them that write objects. */
function asMessages(text: Buffer): Buffer {
  const lines = text.toString('latin1').split('\n').slice(0, -1);
  const began = Date.parse('2026-01-31T12:00:00Z');
  const objects = lines.map((msg, n) => ({
    time: new Date(began + n),
    level: 'info',
    pid: n % 99,
    msg,
    host: 'web-1',
  }));
  return Buffer.from(objects.map((object) => `${JSON.stringify(object)}\n`).join(''), 'latin1');
}

/** ns a line that it takes to find where each ends, as any program in Node would. */
function yardstickOf(text: Buffer): number {
  const began = performance.now();
  let lines = 0;
  for (let at = text.indexOf(NEWLINE); at >= 0; at = text.indexOf(NEWLINE, at + 1)) lines++;
  return (1e6 * (performance.now() - began)) / lines;
}

function ruleOf(pattern: string, n: number) {
  return sampleRule(String(n + 1), { pattern, field: pattern === LEVEL ? 'level' : null });
}

// What reading a file costs: ns of CPU a line, all threads, from a file in the page cache to judged lines with 50 rules of which one in a hundred lines hits one, with one more that looks at a field, and without judging, also with lines joined, and of lines of JSON, each in a process of its own, beside a yardstick by which machines can be compared: node bench/file/read.ts
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeCorpus } from '../match/corpus.ts';
import { WAYS } from './read-ways.ts';

const BYTES = 64e6;
/** What the yardstick takes on the machine for which figures are asked. */
const YARDSTICK_NS = 30;
const CHILD = path.join(import.meta.dirname, 'read-row.ts');

const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-bench-'));
const log = path.join(folder, 'app.log');
const mixed = makeCorpus('typical', BYTES, 1);
console.log(
  '                                    ns of CPU a line   million lines/s of a core   the same by the yardstick   MB/s of a core',
);
for (const [text, bytes] of [
  ['sixty dialects', mixed],
  ['one dialect', withStamps(mixed)],
  ['lines of JSON', asMessages(mixed)],
] as const) {
  writeFileSync(log, bytes);
  const format = text === 'lines of JSON' ? 'ndjson' : 'plain';
  for (const way of Object.keys(WAYS)) {
    const { cpu, lines, yardstick } = JSON.parse(execFileSync(process.execPath, [CHILD, log, format, way]).toString());
    const perSecond = (1e3 * lines) / cpu;
    const shown = [cpu / lines, perSecond, (perSecond * yardstick) / YARDSTICK_NS, (1e3 * bytes.length) / cpu];
    const row = shown.map((figure) => figure.toFixed(1).padStart(20)).join('');
    console.log(`${text}, ${way}`.padEnd(36), row, `  (yardstick ${yardstick.toFixed(1)} ns)`);
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

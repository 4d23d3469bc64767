// Reads a file in one way to its end, again and again: of the quickest round the ns of CPU of all threads, the lines, and the yardstick, as JSON. Arguments: the file, `plain` or `ndjson`, and a way of `read-ways.ts`.
import { readFileSync } from 'node:fs';
import { ndjsonFormat } from '../../src/sources/file/formats/ndjson-format.ts';
import { plainFormat } from '../../src/sources/file/formats/plain-format.ts';
import { readOnce } from './read-once.ts';
import { WAYS } from './read-ways.ts';

const ROUNDS = 24;
const NEWLINE = 0x0a;

const [log = '', form = '', name = ''] = process.argv.slice(2);
const way = WAYS[name];
if (way === undefined) throw new Error(`There is no way "${name}": ${Object.keys(WAYS).join(', ')}.`);
const format = form === 'ndjson' ? ndjsonFormat('msg') : plainFormat;
const bytes = readFileSync(log);
const rounds = [];
for (let round = 0; round < ROUNDS; round++)
  rounds.push({
    ...(await readOnce({ log, format, rules: way.rules, joining: way.joining })),
    yardstick: yardstickOf(bytes),
  });
const { cpu, lines } = rounds.reduce((best, one) => (one.cpu < best.cpu ? one : best));
console.log(JSON.stringify({ cpu, lines, yardstick: Math.min(...rounds.map((round) => round.yardstick)) }));

/** ns a line that it takes to find where each ends, as any program in Node would. */
function yardstickOf(text: Buffer): number {
  const began = performance.now();
  let found = 0;
  for (let at = text.indexOf(NEWLINE); at >= 0; at = text.indexOf(NEWLINE, at + 1)) found++;
  return (1e6 * (performance.now() - began)) / found;
}

// Reads a file with rules to its end, in a process of its own: what came of it, and the CPU of all of this process, as JSON. Arguments: the file, and a file with a pattern a line.
import { readFileSync } from 'node:fs';
import { plainFormat } from '../../src/sources/file/formats/plain-format.ts';
import { sampleRule } from '../../test/support/rule-samples.ts';
import { readOnce } from './read-once.ts';

const [log = '', ruleFile = ''] = process.argv.slice(2);
const patterns = readFileSync(ruleFile, 'utf8').split('\n').filter(Boolean);
const rules = patterns.map((pattern, n) => sampleRule(String(n + 1), { pattern }));
const { lines, hits, events } = await readOnce({ log, format: plainFormat, rules });
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ lines, hits, events, seconds: (user + system) / 1e6 }));

// Lines of real logs, from a folder where somebody has some: what systems write that nobody here thought of.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { RE2JS } from 're2js';
import { CALM } from './calm-lines.ts';
import type { LineSources } from './corpus.ts';
import type { Random } from './random.ts';
import { TROUBLE } from './trouble-lines.ts';

/** Of a hundred lines so many are our own, as no collection has what today's services write. */
const OWN = 45;

/** Lines of all `.log` files below the folder, each counting as often as any other, told apart by whether one of the rules hits them, mixed with our own. */
export function givenLines(folder: string, patterns: readonly string[]): LineSources {
  const rules = patterns.map((pattern) => RE2JS.compile(pattern));
  const files = globSync('**/*.log', { cwd: folder }).toSorted();
  const lines = files.flatMap((file) => readFileSync(path.join(folder, file), 'utf8').split(/\r?\n/)).filter(Boolean);
  const sorted = Object.groupBy(lines, (line) => (rules.some((rule) => rule.test(line)) ? 'trouble' : 'calm'));
  return { calm: mixed(sorted.calm ?? [], CALM), trouble: mixed(sorted.trouble ?? [], TROUBLE) };
}

function mixed(given: readonly string[], own: LineSources['calm']): LineSources['calm'] {
  const [first, ...rest] = given;
  if (first === undefined) return own;
  const all = [first, ...rest] as const;
  return [(r) => (r.below(100) < OWN ? r.pick(own)(r) : anew(r.pick(all), r))];
}

/** Other numbers in the same places, or the same some thousand lines would come again and again. */
function anew(line: string, random: Random): string {
  return line.replaceAll(/\d{4,}/g, (digits) => digits.replaceAll(/\d/g, () => String(random.below(10))));
}

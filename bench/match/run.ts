// The matcher's benchmark: one table, MB of text per CPU second, hits checked equal between all who count them. `npm run bench:match -- --help` tells the options.
import { parseArgs } from 'node:util';
import { measureChores } from './chores.ts';
import { CONTENDERS, type Contender, type Measured } from './contenders.ts';
import { type CorpusKind, corpusOf, KINDS } from './corpus.ts';
import { filterRules } from './filter-rules.ts';
import { measureFloor } from './floor.ts';
import { givenLines } from './given-lines.ts';
import { measureHostile } from './hostile.ts';
import { measurePasses } from './passes.ts';
import { ratioLines, type Speed } from './ratios.ts';
import { ruleSet, SIZES } from './rule-sets.ts';

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '16' },
    seed: { type: 'string', default: '1' },
    rules: { type: 'string', default: SIZES.join() },
    corpora: { type: 'string', default: KINDS.join() },
    only: { type: 'string', default: '' },
    filters: { type: 'string' },
    lines: { type: 'string' },
    chores: { type: 'boolean', default: false },
    hostile: { type: 'boolean', default: false },
    passes: { type: 'boolean', default: false },
    floor: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const hostRules = values.filters === undefined ? undefined : filterRules(values.filters);
const lines = values.lines === undefined ? undefined : givenLines(values.lines, ruleSet(200, hostRules));

if (values.help) {
  console.log(`npm run bench:match -- [--megabytes 16] [--seed 1] [--rules ${SIZES.join()}] [--corpora ${KINDS.join()}]
  [--only wasm,rg]   contenders: ${CONTENDERS.map(({ name }) => name).join(', ')}
  [--filters /etc/fail2ban/filter.d]   a rule of each of these filters in place of our own host rules
  [--lines logs]     lines of the .log files below that folder among our own
  [--chores]         instead: start, compilation, a changed rule, docker frames, memory
  [--passes]         instead: what each way of looking for rules costs, for src/match/wasm/costs.ts
  [--floor]          instead: the least that any process of Node takes for a text, beside ripgrep and ours; wants --megabytes 512
  [--hostile]        instead: patterns that explode elsewhere on lines of a megabyte, beside RE2 where g++ and libre2 are to be had
Slow contenders read only the first part of the corpus, and are left out where even that would take minutes.`);
} else if (values.chores) measureChores(Number(values.seed));
else if (values.passes) measurePasses(Number(values.seed));
else if (values.floor) measureFloor(Number(values.seed), Number(values.megabytes) * 1e6);
else if (values.hostile) process.exitCode = measureHostile(Number(values.seed)) ? 0 : 1;
else main();

function main(): void {
  const only = values.only.split(',').filter(Boolean);
  const contenders = CONTENDERS.filter(({ name }) => only.length === 0 || only.includes(name));
  const corpora = KINDS.filter((kind) => values.corpora.split(',').includes(kind));
  console.log(
    ['corpus', 'rules', ...contenders.map(({ name }) => name), 'hits', 'lines hit', 'equal'].map(cell).join(''),
  );
  let equal = true;
  const speeds: Speed[] = [];
  for (const kind of corpora) {
    const text = corpusOf({ kind, size: Number(values.megabytes) * 1e6, seed: Number(values.seed), lines });
    for (const size of values.rules.split(',').map(Number))
      equal = measureRow(contenders, { kind, text, size }, speeds) && equal;
  }
  console.log(['', ...ratioLines(speeds)].join('\n'));
  if (!equal) process.exitCode = 1;
}

interface Row {
  readonly kind: CorpusKind;
  readonly text: Buffer;
  readonly size: number;
}

/** Measures and prints one row; its speeds are added to those of the others. True when all found the same. */
function measureRow(contenders: readonly Contender[], { kind, text, size }: Row, into: Speed[]): boolean {
  const patterns = ruleSet(size, hostRules);
  const parts = contenders.map((contender) => beginningOf(text, contender.mostBytes(size)));
  const results = contenders.map((contender, i) => {
    const part = parts[i];
    return part && part.length > 0 ? contender.measure(patterns, part) : undefined;
  });
  const equal = agree([...results, ...ownCounts(patterns, parts)]);
  const speeds = results.map((result) => result && result.bytes / 1e6 / result.seconds);
  for (const [i, speed] of speeds.entries())
    if (speed !== undefined) into.push({ kind, rules: size, contender: contenders[i]?.name ?? '', speed });
  const whole = results.find((result) => result?.bytes === text.length && result.hits !== undefined);
  console.log(
    [
      kind,
      size,
      ...speeds.map((speed) => speed?.toFixed(0) ?? '-'),
      whole?.hits ?? '-',
      whole?.lines ?? '-',
      equal ? 'yes' : 'NO',
    ]
      .map(cell)
      .join(''),
  );
  return equal;
}

function beginningOf(text: Buffer, most: number): Buffer {
  return text.subarray(0, text.lastIndexOf('\n', Math.min(text.length, most)) + 1);
}

/** What this engine finds in each part that somebody reads: slow contenders read parts that nobody else does. */
function ownCounts(patterns: readonly string[], parts: readonly Buffer[]): (Measured | undefined)[] {
  const byLength = new Map(parts.map((part) => [part.length, part]));
  return [...byLength.values()].map((part) => CONTENDERS[0]?.measure(patterns, part));
}

/** Whoever read the same part must have found the same; some count lines only. */
function agree(results: readonly (Measured | undefined)[]): boolean {
  const measured = results.filter((result) => result !== undefined);
  return measured.every((one) =>
    measured.every((other) => {
      if (one.bytes !== other.bytes) return true;
      const sameHits = one.hits === undefined || other.hits === undefined || one.hits === other.hits;
      return sameHits && one.lines === other.lines;
    }),
  );
}

function cell(value: string | number): string {
  return String(value).padStart(13);
}

// A seeded slice of the comparison of the whole matcher with another engine: every pass, kernel and way of cutting. Larger runs: TOCSIN_TEST_ORACLE_ROUNDS=1000 TOCSIN_TEST_ORACLE_SEED=7.
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { foundHits } from '../../test/support/found-hits.ts';
import { RandomPatterns } from '../../test/support/random-patterns.ts';
import type { Batch } from './batch/batch.ts';
import { type CompiledRule, compileRule } from './compile-rule.ts';
import { Matcher } from './matcher.ts';
import { createMask, createRuleSet, selects } from './rule-set.ts';
import { decodeLine } from './text/utf8.ts';

const ROUNDS = Number(process.env.TOCSIN_TEST_ORACLE_ROUNDS ?? 24);
const SEED = Number(process.env.TOCSIN_TEST_ORACLE_SEED ?? 1);
const CALM = Buffer.from('qwzvjpy,; QWZVJPY &%#~\n'.repeat(3000));

interface Known {
  readonly rule: CompiledRule;
  /** By line: whether it is a hit of the rule. */
  readonly hits: readonly boolean[];
}

function expression(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return undefined;
  }
}

function known(random: RandomPatterns, pattern: string, texts: readonly string[]): Known[] {
  const excludePattern = random.below(5) === 0 ? random.pattern() : undefined;
  const [theirs, exclude] = [
    expression(pattern),
    excludePattern === undefined ? undefined : expression(excludePattern),
  ];
  const ours = compileRule({ pattern, excludePattern: exclude && excludePattern });
  if (!theirs || !ours.ok) return [];
  const hits = texts.map((text) => theirs.matcher(text).find() && !exclude?.matcher(text).find());
  return [{ rule: ours.rule, hits }];
}

/** Whether rows are long enough that a plan looks for them instead of reading every line. */
const isLookedFor = ({ rule }: Known): boolean =>
  rule.clues.some((clue) => clue.every((slices) => slices.some((rows) => rows.every((row) => row.length > 6))));

/** Lines from…to in one batch, in one of the forms in which it may come, and which rules apply to each. */
function batchOf(random: RandomPatterns, lines: readonly Uint8Array[], rules: number) {
  const isFramed = random.below(3) === 0;
  const parts: Uint8Array[] = [];
  const starts: number[] = [];
  let length = 0;
  const put = (part: Uint8Array): void => {
    parts.push(part);
    length += part.length;
  };
  for (const line of lines) {
    if (isFramed && random.below(2) === 0) put(Buffer.from('head connection refused kiss\n'));
    starts.push(length);
    put(line);
    put(Buffer.from(random.below(4) === 0 && line.at(-1) !== 13 ? '\r\n' : '\n'));
  }
  const masks = [0, 1].map(() =>
    createMask(
      rules,
      Array.from({ length: rules }, (_, i) => i).filter(() => random.below(3) > 0),
    ),
  );
  const maskOfLine = Uint8Array.from(lines, () => random.below(2));
  const framed = { lineStarts: Int32Array.from([...starts, 1 << 20]), lineCount: lines.length, masks, maskOfLine };
  const batch: Batch = { length, ...(isFramed ? framed : {}) };
  const applies = (line: number, rule: number): boolean =>
    !isFramed || selects(masks[maskOfLine[line] ?? 0] ?? masks[0] ?? new Uint32Array(), rule);
  return { text: Buffer.concat(parts), starts, batch, applies };
}

test('random rules hit the same random lines as in re2js, whatever finds them', () => {
  const random = new RandomPatterns(SEED);
  const differences: string[] = [];
  let [hits, lookedFor, always] = [0, 0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    const lines = Array.from({ length: 50 }, (_, i) =>
      i % 3 === 0 ? random.line({ broken: true }).filter((byte) => byte !== 10) : Buffer.from(random.wordyLine()),
    );
    const texts = lines.map((line) => decodeLine(line.at(-1) === 13 ? line.subarray(0, -1) : line));
    const patterns = Array.from({ length: 24 }, (_, i) =>
      i % 3 === 0 ? random.pattern() : random.patternFrom(texts[1 + 3 * random.below(16)] ?? ''),
    );
    const all = patterns.flatMap((pattern) => known(random, pattern, texts));
    const rules = round % 2 === 0 ? all.filter(isLookedFor) : all;
    const set = createRuleSet(rules.map(({ rule }) => rule));
    const options = round % 3 === 0 ? { cacheBytes: 4000 } : {};
    const matcher = new Matcher({ rules: createRuleSet([]), kernel: round % 4 < 2 ? 'wasm' : 'twin', ...options });
    matcher.learn(CALM);
    matcher.use(set);
    for (let from = 0; from < lines.length; ) {
      const to = from + 1 + random.below(20);
      const { text, starts, batch, applies } = batchOf(random, lines.slice(from, to), rules.length);
      matcher.reserve(text.length).set(text);
      const expected = starts.flatMap((start, line) =>
        rules.flatMap((one, rule) => (one.hits[from + line] && applies(line, rule) ? [`${start} ${rule}`] : [])),
      );
      const given = foundHits(matcher, batch).map(({ start, rule }) => `${start} ${rule}`);
      if (given.join() !== expected.join())
        differences.push(`round ${round}, lines ${from}-${to}: ${given} not ${expected}`);
      hits += given.length;
      from = to;
    }
    lookedFor += (matcher.plan?.strided.length ?? 0) + (matcher.plan?.short.length ?? 0);
    always += matcher.plan?.always.length ?? 0;
  }
  expect(differences).toEqual([]);
  expect(hits).toBeGreaterThan(30 * ROUNDS);
  expect(Math.min(lookedFor, always)).toBeGreaterThan(3 * ROUNDS);
});

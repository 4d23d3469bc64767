// What a matcher may hold, and how long it may take: rules that each need a new state at nearly every byte, as many as one likes, share one bound.
import { describe, expect, test } from 'vitest';
import { Random } from '../../bench/match/random.ts';
import { foundHits } from '../../test/support/found-hits.ts';
import { LazyDfa } from './automaton/lazy-dfa.ts';
import { MOST_HITS } from './batch/hit-list.ts';
import { type CompiledRule, compileRule, programOf } from './compile-rule.ts';
import { Matcher } from './matcher.ts';
import { createRuleSet, howManyFit, MOST_PARTS, MOST_RULES } from './rule-set.ts';

const MIB = 1 << 20;

/** Forms of patterns of which each automaton would fill whatever it is given, on lines of a and b. */
const HOSTILE: readonly ((i: number) => string)[] = [
  (i) => `[ab]*a[ab]{${60 + (i % 60)}}c${i}`,
  (i) => `(?:[ab]{0,5}a){9}Q${i}`,
  (i) => `a.{${15 + (i % 9)}}b.{15}a.{15}b.{5}Q${i}`,
  (i) => `[ab]*a[ab]{${20 + (i % 60)}}$`,
];

const hostileRule = (i: number): CompiledRule => plainRule(HOSTILE[i % HOSTILE.length]?.(i) ?? '');

function plainRule(pattern: string): CompiledRule {
  const result = compileRule({ pattern });
  if (!result.ok) throw new Error(result.fault.message);
  return result.rule;
}

/** The rules as candidates of every line that holds `probe`, or without a clue, so that every line is read for them. */
function setOf(count: number, form: 'candidates' | 'every line'): readonly CompiledRule[] {
  const probe = compileRule({ pattern: 'probe_x' });
  const clues = form === 'candidates' && probe.ok ? probe.rule.clues : [];
  return Array.from({ length: count }, (_, i) => ({ ...hostileRule(i), clues }));
}

function lines(random: Random, count: number, length: number): Buffer {
  const text = Array.from(
    { length: count },
    () => `probe_x ${Array.from({ length }, () => random.pick(['a', 'b'])).join('')}\n`,
  );
  return Buffer.from(text.join(''));
}

describe('the memory of a matcher', () => {
  test.each([
    { count: 200, form: 'candidates', length: 3000, most: 44 },
    { count: 200, form: 'every line', length: 700, most: 44 },
    { count: 1000, form: 'candidates', length: 1000, most: 56 },
    { count: 1000, form: 'every line', length: 150, most: 56 },
  ] as const)(
    'with $count rules that explode, read as $form, stays below $most MiB',
    ({ count, form, length, most }) => {
      const rules = setOf(count, form);
      const matcher = new Matcher({ rules: createRuleSet(rules) });
      matcher.learn(Buffer.from('a calm line of text\n'.repeat(1000)));
      const random = new Random(3);
      let largest = 0;
      for (let batch = 0; batch < 3; batch++) {
        const text = lines(random, 2, length);
        matcher.reserve(text.length).set(text);
        foundHits(matcher, { length: text.length });
        largest = Math.max(largest, matcher.byteSize);
      }
      expect(largest / MIB).toBeLessThan(most);
    },
  );

  test.each([
    { kernel: 'wasm', found: 'by windows', others: ['refused to serve', 'xyz'] },
    { kernel: 'twin', found: 'by windows', others: ['refused to serve', 'xyz'] },
    { kernel: 'wasm', found: 'at every line', others: ['[0-9]$', '[0-9]$'] },
  ] as const)(
    'does not grow with the hits: those of many rules on every line come in portions, all and in order, $found, by the kernel in $kernel',
    ({ kernel, others }) => {
      const [first, second, seventh] = ['refused to serve', ...others].map(plainRule);
      const rules = Array.from({ length: 600 }, (_, i) => (i === 7 ? seventh : i % 2 === 0 ? first : second)).filter(
        (rule) => rule !== undefined,
      );
      const matcher = new Matcher({ rules: createRuleSet(rules), kernel });
      matcher.learn(Buffer.from('a calm line of text\n'.repeat(10_000)));
      const [line, count] = ['refused to serve xyz 7\n', 600];
      const text = Buffer.from(`head\n${line}`.repeat(count));
      const stride = line.length + 5;
      const lineStarts = Int32Array.from({ length: count }, (_, i) => 5 + i * stride);
      matcher.reserve(text.length).set(text);
      for (const batch of [{ length: text.length }, { length: text.length, lineStarts }]) {
        let [found, portions] = [0, 0];
        for (const hits of matcher.match(batch)) {
          portions++;
          expect(hits.count).toBeLessThanOrEqual(MOST_HITS);
          for (let i = 0; i < hits.count; i++, found++) {
            const [at, rule] = [Math.floor(found / rules.length), found % rules.length];
            const start = 5 + at * stride;
            const is = [hits.starts[i], hits.ends[i], hits.rules[i], hits.lines[i]].join();
            if (is !== [start, start + line.length - 1, rule, 'lineStarts' in batch ? at : 0].join())
              throw new Error(`hit ${found} is ${is}`);
          }
        }
        expect(found).toBe(count * rules.length);
        expect(portions).toBeGreaterThanOrEqual(Math.ceil(found / MOST_HITS));
        expect(portions).toBeLessThan(20);
      }
      expect(matcher.plan?.strided.length).toBeGreaterThanOrEqual(300);
      if (others[1] !== 'xyz') expect(matcher.plan?.always.length).toBe(300);
      expect(matcher.byteSize).toBeGreaterThan(14 * MOST_HITS + 3.5 * MIB);
      expect(matcher.byteSize).toBeLessThan(14 * MOST_HITS + 6 * MIB);
    },
  );

  test('that runs short changes no hit', () => {
    const rules = setOf(24, 'candidates');
    const alone = rules.map(({ automaton }) => new LazyDfa(programOf(automaton)));
    const matcher = new Matcher({ rules: createRuleSet(rules), cacheBytes: 100_000 });
    matcher.learn(Buffer.from('a calm line of text\n'.repeat(1000)));
    const random = new Random(4);
    let hits = 0;
    for (let batch = 0; batch < 5; batch++) {
      const text = lines(random, 3, 300);
      matcher.reserve(text.length).set(text);
      const found = foundHits(matcher, { length: text.length });
      const expected: string[] = [];
      for (let start = 0; start < text.length; ) {
        const end = text.indexOf(10, start);
        expected.push(...alone.flatMap((dfa, rule) => (dfa.test(text, start, end) ? `${start}-${end} ${rule}` : [])));
        start = end + 1;
      }
      expect(found.map(({ start, end, rule }) => `${start}-${end} ${rule}`)).toEqual(expected);
      hits += found.length;
    }
    expect(hits).toBeGreaterThan(30);
  });

  test('is given back when rules are no longer in force', () => {
    const rules = setOf(8, 'candidates');
    const matcher = new Matcher({ rules: createRuleSet(rules) });
    matcher.learn(Buffer.from('a calm line of text\n'.repeat(1000)));
    const text = lines(new Random(5), 2, 3000);
    matcher.reserve(text.length).set(text);
    foundHits(matcher, { length: text.length });
    const before = matcher.byteSize;
    matcher.use(createRuleSet([]));
    foundHits(matcher, { length: text.length });
    expect(before - matcher.byteSize).toBeGreaterThan(MIB);
    expect(matcher.byteSize).toBeLessThan(6 * MIB);
  });
});

describe('the time of a matcher', () => {
  test.each(['candidates', 'every line'] as const)(
    'with 200 rules that explode grows no faster than the text, read as %s',
    (form) => {
      const set = createRuleSet(setOf(200, form));
      const microseconds = (length: number): number => {
        const matcher = new Matcher({ rules: set });
        matcher.learn(Buffer.from('a calm line of text\n'.repeat(1000)));
        const text = lines(new Random(6), 1, length);
        matcher.reserve(text.length).set(text);
        foundHits(matcher, { length: 0 });
        const before = process.cpuUsage();
        foundHits(matcher, { length: text.length });
        return process.cpuUsage(before).user;
      };
      microseconds(1000);
      // Four times the line, and as much again for a busy machine; what grows with the square would take sixteen times as long.
      expect(microseconds(12_000)).toBeLessThan(8 * microseconds(3000));
    },
  );
});

describe('the memory of rules', () => {
  test('is bounded for one: a large program is left to be made when it is needed', () => {
    const worst = [
      '(?:\\w{1000}){1}'.repeat(90),
      '[\\pL\\pN]{900}',
      `(?i)${'ks'.repeat(1000)}`,
      '(?:a|b){1000}'.repeat(25),
    ];
    for (const pattern of worst) {
      const result = compileRule({ pattern });
      if (!result.ok) throw new Error(result.fault.message);
      expect(JSON.stringify(result.rule).length, pattern.slice(0, 20)).toBeLessThan(2 * MIB);
      expect(result.rule.automaton.program?.byteSize ?? 0).toBeLessThanOrEqual(128 * 1024);
    }
  });

  test('is bounded for a set: rules that together have too many parts are refused, and it is told how many fit', () => {
    const result = compileRule(
      { pattern: '(?:\\w{1000}){1}'.repeat(90), excludePattern: 'x{1000}' },
      { automata: 'when-needed' },
    );
    if (!result.ok) throw new Error(result.fault.message);
    const { automaton, exclude } = result.rule;
    const most = Math.floor(MOST_PARTS / (automaton.parts + (exclude?.parts ?? 0)));
    const rules = Array.from({ length: most + 1 }, () => result.rule);
    expect(() => createRuleSet(rules)).toThrow(`at most ${MOST_PARTS} parts together`);
    expect(howManyFit(rules)).toBe(most);
    expect(createRuleSet(rules.slice(0, most)).rules.length).toBe(most);
    expect(howManyFit(rules.slice(0, 3))).toBe(3);
    const small = compileRule({ pattern: 'a' });
    const many = Array.from({ length: MOST_RULES + 1 }, () => (small.ok ? small.rule : result.rule));
    expect(howManyFit(many)).toBe(MOST_RULES);
    expect(() => createRuleSet(many)).toThrow(`at most ${MOST_RULES} rules`);
  });
});

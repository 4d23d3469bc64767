import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryPattern, arbitraryText } from '../../test/support/arbitrary-pattern.ts';
import { foundHits } from '../../test/support/found-hits.ts';
import { RandomPatterns } from '../../test/support/random-patterns.ts';
import { INNER_NEWLINE } from '../core/text/inner-newline.ts';
import { LazyDfa } from './automaton/lazy-dfa.ts';
import type { Batch } from './batch/batch.ts';
import { type CompiledRule, compileRule, programOf } from './compile-rule.ts';
import { Matcher, type MatcherOptions } from './matcher.ts';
import { createMask, createRuleSet, withRule } from './rule-set.ts';

function rule(pattern: string, excludePattern?: string): CompiledRule {
  const result = compileRule({ pattern, excludePattern });
  if (!result.ok) throw new Error(`${pattern}: ${result.fault.message}`);
  return result.rule;
}

const compiles = (pattern: string): boolean => compileRule({ pattern }).ok;

function matcherOf(patterns: readonly string[], options: Partial<MatcherOptions> = {}): Matcher {
  return new Matcher({ rules: createRuleSet(patterns.map((pattern) => rule(pattern))), ...options });
}

type Hit = readonly [start: number, end: number, rule: number];

function match(matcher: Matcher, text: string | Uint8Array, batch: Omit<Batch, 'length'> = {}): Hit[] {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  matcher.reserve(bytes.length).set(bytes);
  return foundHits(matcher, { length: bytes.length, ...batch }).map(({ start, end, rule }) => [start, end, rule]);
}

/** Line by line, rule by rule, without any of the tricks. */
function expectedHits(rules: readonly CompiledRule[], text: Uint8Array): Hit[] {
  const automata = rules.map(({ automaton }) => new LazyDfa(programOf(automaton)));
  const hits: Hit[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf(10, start);
    const behind = newline < 0 ? text.length : newline;
    const end = behind > start && text[behind - 1] === 13 ? behind - 1 : behind;
    for (const [at, dfa] of automata.entries()) if (dfa.test(text, start, end)) hits.push([start, end, at]);
    start = behind + 1;
  }
  return hits;
}

describe('the hits of a text', () => {
  test.each(['wasm', 'twin'] as const)('are those of each line shown to each rule, by the kernel in %s', (kernel) => {
    const property = fc.property(
      fc.array(arbitraryPattern, { minLength: 1, maxLength: 6 }),
      fc.array(arbitraryText, { minLength: 1, maxLength: 4 }),
      (patterns, texts) => {
        const rules = patterns.filter(compiles).map((pattern) => rule(pattern));
        const matcher = new Matcher({ rules: createRuleSet(rules), kernel });
        for (const text of texts) expect(match(matcher, text)).toEqual(expectedHits(rules, text));
      },
    );
    fc.assert(property, { numRuns: 150, seed: 2 });
  });

  test('are exact for random patterns over random bytes, many rules at once', () => {
    const random = new RandomPatterns(7);
    let hits = 0;
    for (let round = 0; round < 8; round++) {
      const rules = Array.from({ length: 60 }, () => random.pattern())
        .filter(compiles)
        .map((pattern) => rule(pattern));
      const lines = Array.from({ length: 200 }, (_, i) =>
        Buffer.concat([random.line({ broken: i % 3 === 0 }).filter((byte) => byte !== 10), Buffer.of(10)]),
      );
      const text = Buffer.concat(lines);
      const found = match(new Matcher({ rules: createRuleSet(rules) }), text);
      expect(found).toEqual(expectedHits(rules, text));
      hits += found.length;
    }
    expect(hits).toBeGreaterThan(1000);
  });

  test('are in the order of the lines, then of the rules, each once', () => {
    const matcher = matcherOf(['EOF|failed to reach the end', 'connection refused', 'refused', 'EOF$']);
    expect(match(matcher, 'EOF\nconnection refused: failed to reach the end, EOF\n')).toEqual([
      [0, 3, 0],
      [0, 3, 3],
      [4, 52, 0],
      [4, 52, 1],
      [4, 52, 2],
      [4, 52, 3],
    ]);
  });

  test('leave out what the exclude pattern matches', () => {
    const matcher = new Matcher({ rules: createRuleSet([rule('error: \\w+', 'error: none'), rule('[xyz]', 'quiet')]) });
    expect(match(matcher, 'error: disk\nerror: none\nx\nx quiet\n')).toEqual([
      [0, 11, 0],
      [24, 25, 1],
    ]);
  });

  test('tell apart what is excluded, of rules that are found by windows and of those that read every line', () => {
    const matcher = new Matcher({ rules: createRuleSet([rule('error: \\w+', 'error: none'), rule('[xyz]', 'quiet')]) });
    const text = Buffer.from('error: disk\nerror: none\nx\nx quiet\n');
    matcher.reserve(text.length).set(text);
    const excluded: Hit[] = [];
    for (const { excluded: rows } of matcher.match({ length: text.length }))
      for (let i = 0; i < rows.count; i++) excluded.push([rows.starts[i] ?? 0, rows.ends[i] ?? 0, rows.rules[i] ?? 0]);
    expect(excluded).toEqual([
      [12, 23, 0],
      [26, 33, 1],
    ]);
  });

  test('come in portions also when it is the excluded lines that are many', () => {
    const many = rule('a', 'a');
    const matcher = new Matcher({ rules: createRuleSet(Array.from({ length: 300 }, () => many)) });
    const text = Buffer.from('a\n'.repeat(2_000));
    matcher.reserve(text.length).set(text);
    let [portions, hits, excluded] = [0, 0, 0];
    for (const portion of matcher.match({ length: text.length })) {
      portions++;
      hits += portion.count;
      excluded += portion.excluded.count;
    }
    expect([portions > 1, hits, excluded]).toEqual([true, 0, 600_000]);
  });

  test('know one carriage return before the line feed as no part of the line, also at the end of the text', () => {
    const matcher = matcherOf(['unexpected end$']);
    expect(match(matcher, 'unexpected end\r\nunexpected end\r\r\nunexpected end\r')).toEqual([
      [0, 14, 0],
      [33, 47, 0],
    ]);
  });

  test('do not depend on what stands behind the text in the buffer, and leave it as it is', () => {
    const matcher = matcherOf(['connection refused']);
    const buffer = matcher.reserve(64);
    buffer.set(Buffer.from('first line\nconnection refused\n'));
    expect(foundHits(matcher, { length: 11 })).toEqual([]);
    expect(Buffer.from(buffer.subarray(0, 30)).toString()).toBe('first line\nconnection refused\n');
    expect(foundHits(matcher, { length: 30 }).length).toBe(1);
  });

  test.each(['wasm', 'twin'] as const)(
    'may begin with the first byte and end with the last one, by the kernel in %s',
    (kernel) => {
      for (const word of ['abc', 'abcd', 'abcde', 'abcdefg', 'abcdefghijkl']) {
        for (const pattern of [`^${word}`, `${word}$`, word]) {
          expect(match(matcherOf([pattern], { kernel }), word), pattern).toEqual([[0, word.length, 0]]);
        }
      }
    },
  );

  test('are none for an empty text and for no rules', () => {
    expect(match(matcherOf(['a']), '')).toEqual([]);
    expect(match(matcherOf([]), 'a\n')).toEqual([]);
    expect(match(matcherOf(['^$']), '\n\n').length).toBe(2);
  });
});

test.each([3_000_000, -1, Number.NaN])('a batch of %d bytes, which were never reserved, is refused', (length) => {
  const matcher = matcherOf(['.*']);
  matcher.reserve(100);
  expect(() => matcher.match({ length })).toThrow(RangeError);
});

test('a batch that contradicts itself is refused before anything is matched', () => {
  const matcher = matcherOf(['.*']);
  matcher.reserve(100).set(Buffer.from('one\ntwo\n'));
  expect(() => matcher.match({ length: 8, lineStarts: Int32Array.of(4, 0) })).toThrow(RangeError);
  expect(matcher.plan).toBeUndefined();
});

describe('frames left where they are', () => {
  test('are matched by their bodies only, told by where these begin', () => {
    const text = 'HEAD refused\nrefused body\nHEAD\ndenied body\n';
    for (const calm of ['', 'calm line of text\n'.repeat(10_000)]) {
      const matcher = matcherOf(['refused', '^denied']);
      matcher.learn(Buffer.from(calm));
      const bytes = Buffer.from(text);
      matcher.reserve(bytes.length).set(bytes);
      const found = foundHits(matcher, { length: bytes.length, lineStarts: Int32Array.of(13, 31) });
      expect(found.map(({ line, rule }) => [line, rule])).toEqual([
        [0, 0],
        [1, 1],
      ]);
      // By the text alone every line is read, and only after some more of it rules are found by their windows.
      expect(matcher.plan?.always).toEqual(calm === '' ? [0, 1] : []);
    }
  });

  test('are as many as is said: what stands behind them in the array of their starts is of an earlier batch', () => {
    for (const pattern of ['refused', '[rx]']) {
      const matcher = matcherOf([pattern]);
      const lineStarts = Int32Array.of(0, 8, 16, 24);
      expect(match(matcher, 'refused\n'.repeat(4), { lineStarts, lineCount: 2 })).toEqual([
        [0, 7, 0],
        [8, 15, 0],
      ]);
    }
  });

  test.each([
    ['that every line is read for', '', [0, 1]],
    ['that are found by a window', 'calm line of text\n'.repeat(10_000), []],
  ])('are judged by the mask of their stream, by rules %s', (_, calm, always) => {
    const matcher = matcherOf(['refused', '^refused']);
    matcher.learn(Buffer.from(calm));
    const masks = [createMask(2, [0]), createMask(2, [1])];
    const text = 'refused\nrefused\n';
    const batch = { lineStarts: Int32Array.of(0, 8), masks, maskOfLine: Uint8Array.of(0, 1) };
    expect(match(matcher, text, batch)).toEqual([
      [0, 7, 0],
      [8, 15, 1],
    ]);
    expect(match(matcher, text, { masks: [createMask(2, [])] })).toEqual([]);
    expect(matcher.plan?.always).toEqual(always);
  });
});

test('text with a line feed within its line is found by text that asks for one', () => {
  const matcher = matcherOf(['connection\\nrefused', 'd\\sb', '(?m)^refused']);
  matcher.learn(Buffer.from('all is calm here\n'.repeat(2000)));
  const text = Buffer.from('connection?refused?by\n').map((byte) => (byte === 0x3f ? INNER_NEWLINE : byte));
  matcher.reserve(text.length).set(text);
  const rules = [...matcher.match({ length: text.length })].flatMap((hits) => [...hits.rules.subarray(0, hits.count)]);
  expect(rules).toEqual([0, 1, 2]);
});

describe('rules in force', () => {
  test('that are not looked for keep their places and hit nothing, whatever finds the others', () => {
    const rules = ['refused', '[rx]', 'a{0}', 'denied'].map((pattern) => rule(pattern));
    for (const [looked, places] of [
      [
        [1, 3],
        [1, 3],
      ],
      [[0], [0]],
      [[2], [2]],
      [[], []],
    ] as const) {
      const matcher = new Matcher({ rules: createRuleSet(rules, createMask(4, looked)) });
      expect(match(matcher, 'refused denied rx\n').map(([, , at]) => at)).toEqual(places);
      const { strided = [], short = [], always = [] } = matcher.plan ?? {};
      expect(
        [...strided, ...short]
          .map((one) => one.rule)
          .concat(always)
          .toSorted(),
      ).toEqual(looked);
    }
  });

  test('are swapped whole between two batches, and what stays keeps its automaton', () => {
    const first = createRuleSet([rule('refused'), rule('denied')]);
    const matcher = new Matcher({ rules: first });
    expect(match(matcher, 'refused denied\n').length).toBe(2);
    const second = withRule(first, 1, rule('granted'));
    matcher.use(second);
    expect(match(matcher, 'refused denied granted\n').map(([, , at]) => at)).toEqual([0, 1]);
    expect(second.rules[0]).toBe(first.rules[0]);
    expect(first.rules[1]).not.toBe(second.rules[1]);
  });
});

describe('rules that are looked for in different ways', () => {
  test('are looked for all the same when they are too many for the tables', () => {
    const patterns = Array.from({ length: 60 }, (_, i) => `[m-p]{${11 + (i % 3)}}.*x${i}$`);
    const matcher = matcherOf(patterns);
    // The ends of the patterns are frequent in it.
    const sample = Array.from({ length: 14_000 }, (_, i) => `THE QUICK BROWN FOX 1 2 3 4 5 6 x${i % 60}\n`);
    matcher.learn(Buffer.from(sample.join('')));
    expect(match(matcher, patterns.map((_, i) => `mnopmnopmnopm x${i}\n`).join('')).map(([, , at]) => at)).toEqual(
      patterns.map((_, i) => i),
    );
    // At this stride each has two thousand grams: together they are twice as many as fit.
    expect([matcher.plan?.stride, matcher.plan?.strided.length]).toEqual([8, 60]);
  });

  test.each(['wasm', 'twin'] as const)(
    'are found in the same lines by pass after pass, by the kernel in %s',
    (kernel) => {
      const long = Array.from({ length: 40 }, (_, i) => `worker process ${i}${i}${i} exited on signal`);
      const rules = [...long, 'EOF$', '^nmap'].map((pattern) => rule(pattern));
      const matcher = new Matcher({ rules: createRuleSet(rules), kernel });
      matcher.learn(Buffer.from('GET /index.html HTTP/1.1 200 connection kept alive\n'.repeat(10_500)));
      const lines = Array.from({ length: 200 }, (_, i) =>
        i % 3 === 0
          ? 'nmap'
          : i % 3 === 1
            ? `worker process ${i % 40}${i % 40}${i % 40} exited on signal EOF`
            : 'x EOF',
      );
      const text = Buffer.from(`x\n${lines.join('\n')}\ny`);
      const found = match(matcher, text);
      expect(found).toEqual(expectedHits(rules, text));
      expect(found.length).toBe(200 + 67);
      if (kernel === 'wasm') expect(matcher.plan?.short.length).toBeGreaterThan(0);
    },
  );
});

describe('batch after batch', () => {
  test.each(['wasm', 'twin'] as const)('the hits do not depend on the batch before, by the kernel in %s', (kernel) => {
    const matcher = matcherOf(['connection refused', 'deadlock detected', '^segfault at'], { kernel });
    matcher.learn(Buffer.from('GET /index.html HTTP/1.1 200 kept alive\n'.repeat(14_000)));
    const texts = [
      `${'long '.repeat(40)}connection refused, deadlock detected\n`,
      'short\nconnection refused\ndeadlock detected\n',
      'segfault at 0\nsegfault at 1\nno segfault at 2',
      'connection refused\nconnection refused\n',
    ];
    const rules = ['connection refused', 'deadlock detected', '^segfault at'].map((pattern) => rule(pattern));
    for (const text of [...texts, ...texts, ...texts.toReversed()]) {
      expect(match(matcher, text), text).toEqual(expectedHits(rules, Buffer.from(text)));
    }
    expect(matcher.plan?.always).toEqual([]);
  });

  test.each(['wasm', 'twin'] as const)('text of any length may end in a match, by the kernel in %s', (kernel) => {
    const long = Array.from({ length: 40 }, (_, i) => `worker process ${i}${i}${i} exited on signal`);
    const matcher = matcherOf([...long, 'EOF$', '^nmap'], { kernel });
    matcher.learn(Buffer.from('GET /index.html HTTP/1.1 200 kept alive\n'.repeat(14_000)));
    for (let length = 0; length < 70; length++) {
      expect(match(matcher, `${'x'.repeat(length)}EOF`), `${length}`).toEqual([[0, length + 3, 40]]);
      expect(match(matcher, `nmap${'x'.repeat(length)}`), `${length}`).toEqual([[0, length + 4, 41]]);
      const worker = `${'x'.repeat(length)}worker process 777 exited on signal`;
      expect(match(matcher, worker), `${length}`).toEqual([[0, worker.length, 7]]);
    }
    // The twin's short pass is so dear that the strided one looks for all.
    expect(matcher.plan?.[kernel === 'wasm' ? 'short' : 'strided'].length).toBe(kernel === 'wasm' ? 2 : 42);
  });

  test.each(['wasm', 'twin'] as const)(
    'text too short for the stride is found wherever it lies, by the kernel in %s',
    (kernel) => {
      const words = Array.from({ length: 100 }, (_, i) => `worker${100 + i}`);
      const matcher = matcherOf([...words, 'EOF$', '^nmap', '^@%!$'], { kernel });
      matcher.learn(Buffer.from('GET /index.html HTTP/1.1 200 kept alive\n'.repeat(14_000)));
      for (let length = 0; length < 40; length++) {
        const [x, y] = ['x'.repeat(length), 'é'.repeat(length)];
        expect(match(matcher, `${x}EOF`), `${length}`).toEqual([[0, length + 3, 100]]);
        expect(match(matcher, `${x}\n${y}EOF\r\n@%!`).map(([, , at]) => at)).toEqual([100, 102]);
        expect(match(matcher, `nmap${x}\n\nEOFnmap\n-${y}nmap\nnmap`).map(([, , at]) => at)).toEqual([101, 101]);
        expect(match(matcher, `@%!\r\n${x}`).map(([, , at]) => at)).toEqual([102]);
      }
      expect([matcher.plan?.stride, matcher.plan?.strided.length]).toEqual([2, 103]);
    },
  );
});

describe('text that changes its nature', () => {
  const calm = 'GET /index.html 200 in 3 ms, nothing to report\n'.repeat(12000);
  const rules = ['connection (?:refused|reset)', 'deadlock detected', 'timed out after \\d+', '[0-9]{4}-x'];

  test('gives the same hits when candidates become so many that every line is read', () => {
    const matcher = matcherOf(rules);
    match(matcher, calm);
    const busy = 'deadlock detectox, connection refusex, timed out aftex, deadlock detected\n'.repeat(8000);
    for (let round = 0; round < 3; round++) expect(match(matcher, busy).length).toBe(8000);
    expect(matcher.plan?.always.length).toBeGreaterThan(1);
    for (let round = 0; round < 10; round++) expect(match(matcher, calm)).toEqual([]);
    expect(match(matcher, busy).length).toBe(8000);
    matcher.use(createRuleSet(rules.map((pattern) => rule(pattern)).reverse()));
    match(matcher, calm);
    expect(matcher.plan?.always).toEqual([]);
  });

  test('makes the matcher choose other windows when those of the plan are no longer rare', () => {
    const matcher = matcherOf(['shutdown of nodename: failed']);
    match(matcher, `${'nodename: fine\n'.repeat(40000)}`);
    const before = windowText(matcher);
    const stale = 'shutdown of node 7 is done, shutdown of node 8 is done\n'.repeat(10000);
    for (let round = 0; round < 12; round++) match(matcher, stale);
    expect(windowText(matcher)).not.toBe('');
    expect(before).not.toContain('nodename');
    expect(match(matcher, 'shutdown of nodename: failed\n').length).toBe(1);
  });

  test.each(['\n', 'ok\n', 'a line of thirty characters..\n'])(
    'is planned for anew when more is known of it than %j',
    (first) => {
      const matcher = matcherOf([
        '(?:error|fatal|panic|denied|refused|timeout|killed|broken|corrupt) of node',
        'shutdown of node',
      ]);
      const plans = new Set<unknown>();
      match(matcher, first);
      for (let batch = 0; batch < 300; batch++) {
        expect(match(matcher, 'calm line of text, and another calm one\n'.repeat(20)).length).toBe(0);
        plans.add(matcher.plan);
      }
      expect([matcher.plan?.always, matcher.plan?.strided.length]).toEqual([[], 2]);
      // From a byte to all that is asked for there are six steps of eight times as much.
      expect(plans.size).toBeLessThanOrEqual(6);
      expect(match(matcher, 'shutdown of node\nbroken of node\n').length).toBe(2);
    },
  );

  function windowText(matcher: Matcher): string {
    const { row, probes } = matcher.plan?.strided[0]?.windows[0] ?? { row: [], probes: [] };
    const text = row.map((set) => String.fromCharCode(set[0] ?? 0)).join('');
    return probes.map((at) => text.slice(at, at + 4)).join();
  }
});

describe('what it costs', () => {
  test('grows with a line of a megabyte no faster than the line, for patterns that explode elsewhere', () => {
    const matcher = matcherOf(['(a+)+$', '(?:\\w+\\s?)*;$', '.*.*=.*', '(x+x+)+y']);
    for (const unit of ['a', 'x', 'word ', 'a=']) {
      const text = Buffer.from(`${unit.repeat(1_000_000 / unit.length)}!\n`);
      const before = process.cpuUsage();
      match(matcher, text);
      const { user, system } = process.cpuUsage(before);
      // Generous, for a loaded machine: what explodes would take hours.
      expect((user + system) / text.length).toBeLessThan(2);
    }
  });

  test('is bounded memory, also for a thousand rules', () => {
    const patterns = Array.from({ length: 1000 }, (_, i) => `Service-${i} (?:failed|lost) its lease after \\d+ tries`);
    const matcher = matcherOf(patterns);
    match(matcher, 'calm line of text\n'.repeat(1000));
    const hits = match(matcher, patterns.map((_, i) => `Service-${i} lost its lease after 3 tries\n`).join(''));
    expect(hits.length).toBe(1000);
    expect(matcher.byteSize).toBeLessThan(24 << 20);
  });
});

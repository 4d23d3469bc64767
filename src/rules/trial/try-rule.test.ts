import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryPattern } from '../../../test/support/arbitrary-pattern.ts';
import { at, lineBatch } from '../../../test/support/line-batch.ts';
import { sampleOrigin } from '../../../test/support/origin-samples.ts';
import { sampleRule } from '../../../test/support/rule-samples.ts';
import { snapshotOf } from '../../../test/support/rule-snapshots.ts';
import { STDOUT } from '../../core/lines/line-batch.ts';
import { workloadId } from '../../core/lines/workload-id.ts';
import { compileRule, type RulePatterns } from '../../match/compile-rule.ts';
import { LineJudge } from '../judge/line-judge.ts';
import { tryRule } from './try-rule.ts';

function trial({ field, ...patterns }: RulePatterns & { readonly field?: string }, ...lines: string[]) {
  const compiled = compileRule(patterns);
  if (!compiled.ok) throw new Error(compiled.fault.message);
  return tryRule({ ...compiled, field }, lines);
}

describe('a rule that is tried on lines', () => {
  test('tells where it matches and what its groups hold, by their names or numbers', () => {
    expect(trial({ pattern: 'killed (?P<pid>\\d+) \\((\\w+)\\)(x)?' }, 'kernel: killed 17 (java)')).toEqual([
      { matched: true, excluded: false, match: { start: 8, end: 24, captures: { pid: '17', $2: 'java', $3: '' } } },
    ]);
  });

  test('sees of joined lines what the tails see, and tells the place among all of them', () => {
    const trace = 'ERROR é\n\tat take\nCaused by: refused';
    const placesOf = (pattern: string) =>
      trial({ pattern }, 'before', trace, 'behind').map(({ match }) => match && trace.slice(match.start, match.end));
    expect(placesOf('at\\s.*')).toEqual([undefined, 'at take', undefined]);
    expect(placesOf('(?m)^Caused by: (\\w+)$')).toEqual([undefined, 'Caused by: refused', undefined]);
    expect(placesOf('take\\sCaused')).toEqual([undefined, 'take\nCaused', undefined]);
    expect(placesOf('^Caused')).toEqual([undefined, undefined, undefined]);
  });

  test('counts places in characters of the text as JavaScript has them', () => {
    const line = '\u{1f600} Öl: leer';
    const [tried] = trial({ pattern: 'leer' }, line);
    expect(line.slice(tried?.match?.start, tried?.match?.end)).toBe('leer');
    expect(tried?.match?.start).toBe(7);
  });

  test('tells apart what is no match and what is excluded', () => {
    const lines = ['error', 'error in test', '', 'fine', 'error', 'error\r'];
    const tried = trial({ pattern: 'error$|test', excludePattern: 'test' }, ...lines);
    expect(tried.map(({ matched, excluded }) => [matched, excluded])).toEqual([
      [true, false],
      [true, true],
      [false, false],
      [false, false],
      [true, false],
      [true, false],
    ]);
  });

  test('sees lines without the sequences that colour them, as the tails do', () => {
    const [tried] = trial({ pattern: '^ERROR: (\\w+)$' }, '\u001b[31mERROR\u001b[0m: disk');
    expect(tried?.match).toEqual({ start: 0, end: 11, captures: { $1: 'disk' } });
  });

  test('sees the value of a field alone, where a line has it, and tells it', () => {
    const lines = [
      'error',
      '{"level":"error \\u001b[1m7\\u001b[0m"}',
      'level=warn msg=error',
      '',
      'level="an error" x',
    ];
    const tried = trial({ pattern: 'error( \\d)?$', excludePattern: 'an', field: 'level' }, ...lines);
    expect(tried).toEqual([
      { matched: false, excluded: false, match: undefined },
      { matched: true, excluded: false, match: { start: 0, end: 7, captures: { $1: ' 7' } }, value: 'error 7' },
      { matched: false, excluded: false, match: undefined, value: 'warn' },
      { matched: false, excluded: false, match: undefined },
      { matched: true, excluded: true, match: { start: 3, end: 8, captures: { $1: '' } }, value: 'an error' },
    ]);
  });

  test('sees the field of what a line was taken out of', () => {
    const compiled = compileRule({ pattern: '^error$' });
    if (!compiled.ok) throw new Error(compiled.fault.message);
    const lines = ['lost', 'level=error', 'level=error'];
    const tried = tryRule({ ...compiled, field: 'level' }, lines, ['{"level":"error"}', '{"level":"info"}']);
    expect(tried.map(({ value, matched }) => [value, matched])).toEqual([
      ['error', true],
      ['info', false],
      ['error', true],
    ]);
    expect(tryRule(compiled, lines, ['{"level":"error"}']).map(({ matched }) => matched)).toEqual(Array(3).fill(false));
  });

  test('may match every line, the empty ones too, and no line at all may be given', () => {
    expect(trial({ pattern: '^' }, '', 'a', '').map(({ matched }) => matched)).toEqual([true, true, true]);
    expect(trial({ pattern: 'a' })).toEqual([]);
  });

  test('says that it matches also where finding the place would take too long', () => {
    const [tried] = trial({ pattern: `(?:(a?){1,20}b?){1,40}c` }, `${'a'.repeat(100_000)}c`);
    expect(tried).toEqual({ matched: true, excluded: false, match: undefined });
  });

  test('agrees with what JavaScript finds in any lines', () => {
    const property = fc.property(fc.array(fc.stringMatching(/^[abc ]{0,8}$/), { maxLength: 20 }), (lines) => {
      const tried = trial({ pattern: 'a(b+)', excludePattern: 'cc' }, ...lines);
      const expected = lines.map((line) => {
        const found = /a(b+)/.exec(line);
        if (!found) return { matched: false, excluded: false, match: undefined };
        const match = { start: found.index, end: found.index + found[0].length, captures: { $1: found[1] } };
        return { matched: true, excluded: line.includes('cc'), match };
      });
      expect(tried).toEqual(expected);
    });
    fc.assert(property, { numRuns: 200 });
  });

  test('comes to what the judge of the tails comes to, whatever stands in the lines and the patterns', () => {
    const outcomes = { no_match: 0, excluded: 0, admitted: 0 };
    const property = fc.property(anyPattern, fc.option(anyPattern), anyLines, (pattern, excludePattern, lines) => {
      const patterns = { pattern, excludePattern: excludePattern ?? undefined };
      // What is too long, or too large, is refused before anything is tried.
      fc.pre(compileRule(patterns).ok);
      const tried = trial(patterns, ...lines).map(outcomeOf);
      expect(tried).toEqual(judged({ pattern, excludePattern }, lines));
      for (const outcome of tried) outcomes[outcome]++;
    });
    // To make a failing pattern smaller can take longer than anybody waits.
    fc.assert(property, { numRuns: 250, endOnFailure: true });
    expect(Object.values(outcomes).reduce((sum, count) => sum + count)).toBeGreaterThan(1_000);
    // Each of them often enough that a difference would be seen.
    expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(100);
  });
});

const SPECIAL = ['\\x1b', '\\x00', '\\r', '\\x{fffd}', '[^\\x00-\\x7f]', '[[:cntrl:]]', '\\x1b\\[', '^.$', ''];

/** Mostly about what a line seldom has. */
const anyPattern = fc
  .tuple(fc.constantFrom(...SPECIAL), arbitraryPattern, fc.boolean())
  .map(([special, ordinary, isEither]) => (isEither ? `${special}|${ordinary}` : special || ordinary));

/** Half a surrogate pair becomes the character for what is no text, as in any text that is sent. */
const PIECES = [
  ...['a', 'b', 'k', 's', '1', ' ', '-', 'é', 'É', '\u212a', '\u{1f600}', '\u202e', '\ufffd', '\ud800', '\udc00'],
  ...['\r', '\0', '\u0007', '\u001b', '\u001b[31m', '\u001b[0m', '\u001b]8;;a\u0007', '\u001b[', '\u001b('],
];
const anyLines = fc.array(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join('')),
  { minLength: 1, maxLength: 12 },
);

type Outcome = 'no_match' | 'excluded' | 'admitted';

function outcomeOf({ matched, excluded }: { readonly matched: boolean; readonly excluded: boolean }): Outcome {
  expect(matched || !excluded).toBe(true);
  if (!matched) return 'no_match';
  return excluded ? 'excluded' : 'admitted';
}

/** What becomes of lines of a container, of which flood control holds none back: as each is explained, and as all of them are judged at once. */
function judged(
  patterns: { readonly pattern: string; readonly excludePattern: string | null },
  lines: readonly string[],
) {
  const web = sampleOrigin('web');
  const current = snapshotOf([sampleRule('1', { ...patterns, cooldownSeconds: 0 })]);
  const judge = new LineJudge({ rules: { current }, limit: { perMinute: 0, burst: 0 }, clock: { now: () => 0 } });
  const explained = lines.map((text) => {
    const [told] = judge.explain(workloadId(web), { text: Buffer.from(text), stream: STDOUT, at: at(0) });
    return told?.outcome;
  });
  const origin = judge.open(web, undefined);
  const events = origin.judge(web, lineBatch(lines.map((text, n) => ({ text, at: at(n) }))));
  const admitted = [...explained.keys()].filter((n) => explained[n] === 'admitted');
  expect(events.map(({ metadata }) => metadata.line_at)).toEqual(
    admitted.map((n) => new Date(at(0).seconds * 1_000 + n).toISOString()),
  );
  const excluded = explained.filter((outcome) => outcome === 'excluded').length;
  expect(origin.takeFlood().counts.get('1')?.excluded ?? 0).toBe(excluded);
  return explained;
}

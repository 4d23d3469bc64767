// What a rule would make of some lines, by the very matcher that the tails use.
import type { HitRows } from '../../match/batch/batch.ts';
import { CaptureReader } from '../../match/captures/captures.ts';
import type { CompiledRule } from '../../match/compile-rule.ts';
import { Matcher } from '../../match/matcher.ts';
import { createRuleSet } from '../../match/rule-set.ts';
import { type LineTexts, plainLines } from '../judge/plain-lines.ts';

export interface LineTrial {
  readonly matched: boolean;
  /** It matched, and the exclude pattern as well: such a line is no hit. */
  readonly excluded: boolean;
  /** Where the pattern matched, as indexes into the line's text without its escape sequences, and what its groups hold; undefined without a match, or where finding it would take too long. */
  readonly match:
    | { readonly start: number; readonly end: number; readonly captures: Readonly<Record<string, string>> }
    | undefined;
}

/** About a tenth of a second for all lines together. */
const MOST_STEPS = 1 << 21;

/** @param lines without `\n` in them; one `\r` at the end is no part of a line, as everywhere */
export function tryRule(rule: CompiledRule, lines: readonly string[]): readonly LineTrial[] {
  const texts = plainLines(textsOf(lines.map((line) => Buffer.from(line.replace(/\r$/, '')))));
  const { hits, excluded } = linesFound(rule, texts);
  const mostSteps = Math.ceil(MOST_STEPS / Math.max(1, lines.length));
  const reader = new CaptureReader(rule.automaton.pattern, { mostSteps });
  return lines.map((_, line) => {
    const isExcluded = excluded.has(line);
    if (!isExcluded && !hits.has(line)) return { matched: false, excluded: false, match: undefined };
    const found = reader.read(texts.bytes.subarray(texts.starts[line], texts.ends[line]));
    return { matched: true, excluded: isExcluded, match: typeof found === 'string' ? undefined : found };
  });
}

/** The lines one behind the other, as a batch has them. */
function textsOf(lines: readonly Uint8Array[]): LineTexts {
  const bytes = Buffer.concat(lines.flatMap((line) => [line, NEWLINE]));
  const [starts, ends] = [new Int32Array(lines.length), new Int32Array(lines.length)];
  let at = 0;
  for (const [line, { length }] of lines.entries()) {
    starts[line] = at;
    ends[line] = at + length;
    at += length + 1;
  }
  return { count: lines.length, bytes, length: bytes.length, starts, ends };
}

function linesFound(rule: CompiledRule, { bytes, length, starts, count }: LineTexts) {
  const matcher = new Matcher({ rules: createRuleSet([rule]) });
  matcher.reserve(length).set(bytes.subarray(0, length));
  const [hits, excluded] = [new Set<number>(), new Set<number>()];
  const note = (rows: HitRows, found: Set<number>): void => {
    for (const line of rows.lines.subarray(0, rows.count)) found.add(line);
  };
  for (const portion of matcher.match({ length, lineStarts: starts, lineCount: count })) {
    note(portion, hits);
    note(portion.excluded, excluded);
  }
  return { hits, excluded };
}

const NEWLINE = Buffer.from('\n');

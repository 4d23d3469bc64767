// What a rule would make of some lines, by the very matcher that the tails use.
import type { HitRows } from '../../match/batch/batch.ts';
import { CaptureReader } from '../../match/captures/captures.ts';
import type { CompiledRule } from '../../match/compile-rule.ts';
import { Matcher } from '../../match/matcher.ts';
import { createRuleSet } from '../../match/rule-set.ts';

export interface LineTrial {
  readonly matched: boolean;
  /** It matched, and the exclude pattern as well: such a line is no hit. */
  readonly excluded: boolean;
  /** Where the pattern matched, as indexes into the line's text, and what its groups hold; undefined without a match, or where finding it would take too long. */
  readonly match:
    | { readonly start: number; readonly end: number; readonly captures: Readonly<Record<string, string>> }
    | undefined;
}

/** About a tenth of a second for all lines together. */
const MOST_STEPS = 1 << 21;

/** @param lines without `\n` in them; one `\r` at the end is no part of a line, as everywhere */
export function tryRule(rule: CompiledRule, lines: readonly string[]): readonly LineTrial[] {
  const encoded = lines.map((line) => Buffer.from(line.replace(/\r$/, '')));
  const { hits, excluded } = linesFound(rule, encoded);
  const mostSteps = Math.ceil(MOST_STEPS / Math.max(1, lines.length));
  const reader = new CaptureReader(rule.automaton.pattern, { mostSteps });
  return encoded.map((bytes, line) => {
    const isExcluded = excluded.has(line);
    if (!isExcluded && !hits.has(line)) return { matched: false, excluded: false, match: undefined };
    const found = reader.read(bytes);
    return { matched: true, excluded: isExcluded, match: typeof found === 'string' ? undefined : found };
  });
}

function linesFound(rule: CompiledRule, lines: readonly Uint8Array[]) {
  const text = Buffer.concat(lines.flatMap((line) => [line, NEWLINE]));
  const matcher = new Matcher({ rules: createRuleSet([rule]) });
  matcher.reserve(text.length).set(text);
  const lineAt = new Map<number, number>();
  let start = 0;
  for (const [line, { length }] of lines.entries()) {
    lineAt.set(start, line);
    start += length + 1;
  }
  const [hits, excluded] = [new Set<number>(), new Set<number>()];
  const note = (rows: HitRows, found: Set<number>): void => {
    for (const at of rows.starts.subarray(0, rows.count)) found.add(lineAt.get(at) ?? -1);
  };
  for (const portion of matcher.match({ length: text.length })) {
    note(portion, hits);
    note(portion.excluded, excluded);
  }
  return { hits, excluded };
}

const NEWLINE = Buffer.from('\n');

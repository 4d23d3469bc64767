// What a rule would make of some lines, by the very matcher that the tails use.

import { type LineTexts, writePlainLines } from '../../core/lines/plain-lines.ts';
import type { HitRows } from '../../match/batch/batch.ts';
import { CaptureReader } from '../../match/captures/captures.ts';
import type { CompiledRule } from '../../match/compile-rule.ts';
import { Matcher } from '../../match/matcher.ts';
import { createRuleSet } from '../../match/rule-set.ts';

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
  const { text, hits, excluded } = linesFound(rule, textsOf(lines.map((line) => Buffer.from(line))));
  const mostSteps = Math.ceil(MOST_STEPS / Math.max(1, lines.length));
  const reader = new CaptureReader(rule.automaton.pattern, { mostSteps });
  return lines.map((_, line) => {
    const place = hits.get(line) ?? excluded.get(line);
    if (place === undefined) return { matched: false, excluded: false, match: undefined };
    const found = reader.read(text.subarray(place.start, place.end));
    return { matched: true, excluded: excluded.has(line), match: typeof found === 'string' ? undefined : found };
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

function linesFound(rule: CompiledRule, texts: LineTexts) {
  const matcher = new Matcher({ rules: createRuleSet([rule]) });
  const { text, starts } = writePlainLines(texts, matcher.reserve(texts.length));
  const [hits, excluded] = [new Map<number, Place>(), new Map<number, Place>()];
  const note = (rows: HitRows, found: Map<number, Place>): void => {
    for (let row = 0; row < rows.count; row++)
      found.set(rows.lines[row] ?? 0, { start: rows.starts[row] ?? 0, end: rows.ends[row] ?? 0 });
  };
  for (const portion of matcher.match({ length: text.length, lineStarts: starts, lineCount: texts.count })) {
    note(portion, hits);
    note(portion.excluded, excluded);
  }
  return { text, hits, excluded };
}

/** Of a line in the text. */
interface Place {
  readonly start: number;
  readonly end: number;
}

const NEWLINE = Buffer.from('\n');

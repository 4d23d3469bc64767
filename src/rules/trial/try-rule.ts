// What a rule would make of some lines, by the very matcher that the tails use.

import { objectsOf } from '../../core/lines/objects/line-objects.ts';
import { type LineTexts, writePlainLines } from '../../core/lines/plain-lines.ts';
import { putInnerNewlines } from '../../core/text/inner-newline.ts';
import type { HitRows } from '../../match/batch/batch.ts';
import { CaptureReader } from '../../match/captures/captures.ts';
import type { CompiledRule } from '../../match/compile-rule.ts';
import { FieldValues, readersOf } from '../../match/fields/field-values.ts';
import { Matcher } from '../../match/matcher.ts';
import { createRuleSet } from '../../match/rule-set.ts';
import { decodeLine } from '../../match/text/utf8.ts';

export interface LineTrial {
  readonly matched: boolean;
  /** It matched, and the exclude pattern as well: such a line is no hit. */
  readonly excluded: boolean;
  /** Where the pattern matched, as indexes into the line's text without its escape sequences, and what its groups hold; undefined without a match, or where finding it would take too long. */
  readonly match:
    | { readonly start: number; readonly end: number; readonly captures: Readonly<Record<string, string>> }
    | undefined;
  /** What the pattern saw, where a field is looked at: the places are in it. Undefined where the line has no such field, or whole lines are looked at. */
  readonly value?: string;
}

export interface RuleToTry {
  readonly rule: CompiledRule;
  /** The field that it looks at; null: at whole lines. */
  readonly field?: string | null | undefined;
}

/** About a tenth of a second for all lines together. */
const MOST_STEPS = 1 << 21;

/** What some lines were taken out of, by line. */
export type TriedObjects = readonly (string | undefined)[];

/**
 * @param lines a `\n` in one parts lines that were joined, and is seen as the rules of logs see it; one `\r` at the end is no part of a line, as everywhere
 * @param objects by line, where it has one
 */
export function tryRule(
  { rule, field }: RuleToTry,
  lines: readonly string[],
  objects: TriedObjects = [],
): readonly LineTrial[] {
  const own = objectsOf(lines.map((_, at) => bytesOrNone(objects[at])));
  const texts = { ...textsOf(lines.map(bytesOf)), objects: own };
  return field == null ? triedOn(rule, texts) : triedOnField(rule, field, texts);
}

/** On the values of a field, of which a line has one or none. */
function triedOnField(rule: CompiledRule, field: string, texts: LineTexts): readonly LineTrial[] {
  const { text, starts } = writePlainLines(texts, new Uint8Array(texts.length));
  const values = new FieldValues();
  const kinds = new Uint8Array(texts.count);
  const read = { text, count: texts.count, starts, kinds, objects: texts.objects?.() };
  values.read(read, [{ ...readersOf(field), isAsked: [true] }]);
  const tried = triedOn(rule, values);
  const trials: LineTrial[] = Array.from(kinds, () => NO_MATCH);
  const shown = writePlainLines(values, new Uint8Array(values.length));
  for (const [at, trial] of tried.entries()) {
    const [start, end = shown.text.length] = [shown.starts[at] ?? 0, shown.starts.subarray(0, values.count)[at + 1]];
    trials[values.lines[at] ?? 0] = { ...trial, value: decodeLine(shown.text.subarray(start, end - 1)) };
  }
  return trials;
}

const NO_MATCH: LineTrial = { matched: false, excluded: false, match: undefined };

function triedOn(rule: CompiledRule, texts: LineTexts): readonly LineTrial[] {
  const { text, hits, excluded } = linesFound(rule, texts);
  const mostSteps = Math.ceil(MOST_STEPS / Math.max(1, texts.count));
  const reader = new CaptureReader(rule.automaton.pattern, { mostSteps });
  return Array.from({ length: texts.count }, (_, line) => {
    const place = hits.get(line) ?? excluded.get(line);
    if (place === undefined) return NO_MATCH;
    const found = reader.read(text.subarray(place.start, place.end));
    return {
      matched: true,
      excluded: excluded.has(line),
      match: typeof found === 'string' ? undefined : found,
    };
  });
}

const bytesOrNone = (text: string | undefined): Uint8Array | undefined =>
  text === undefined ? undefined : Buffer.from(text);

function bytesOf(line: string): Uint8Array {
  const bytes = Buffer.from(line);
  putInnerNewlines(bytes);
  return bytes;
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

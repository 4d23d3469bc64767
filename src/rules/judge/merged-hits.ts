// The hits on whole lines and those on values of their fields as one: by line, then by rule.
import { NEWLINE, withoutReturn } from '../../core/text/line-end.ts';
import type { HitRows, Hits } from '../../match/batch/batch.ts';
import type { MatchedValues } from './field-matcher.ts';

/** Hits that are handed on at once, and those beyond on the last of their lines. */
const MOST_ROWS = 1024;

export interface LineTable {
  /** Lines one behind the other, each with a `\n` behind it; the last one may lack it. */
  readonly text: Uint8Array;
  readonly starts: Int32Array;
}

/** A hit: where its line lies, and the value that its pattern saw where that is not the line. */
interface Row {
  readonly line: number;
  readonly rule: number;
  readonly start: number;
  readonly end: number;
  readonly value: Uint8Array | undefined;
}

/** A portion of hits, each of the line that it is on. */
export interface MergedHits extends Hits {
  /** By hit: what the pattern saw of the line, where that is the value of a field. */
  readonly values: readonly (Uint8Array | undefined)[];
}

/** In portions of whole lines. Each is valid until the next one is asked for. What is excluded is told by its rules alone. */
export function* mergeHits(
  ofLines: Iterable<Hits>,
  ofValues: MatchedValues,
  lines: LineTable,
): Generator<MergedHits, void> {
  const excluded: number[] = [];
  const [one, other] = [lineRows(ofLines, excluded), valueRows(ofValues, lines, excluded)];
  const next = { one: one.next().value, other: other.next().value };
  while (next.one || next.other || excluded.length > 0) {
    const rows: Row[] = [];
    for (;;) {
      const isFirst = next.one !== undefined && (!next.other || isBefore(next.one, next.other));
      const row = isFirst ? next.one : next.other;
      if (row === undefined || (rows.length >= MOST_ROWS && row.line !== rows.at(-1)?.line)) break;
      rows.push(row);
      if (isFirst) next.one = one.next().value;
      else next.other = other.next().value;
    }
    yield portionOf(rows, excluded.splice(0));
  }
}

const isBefore = (one: Row, other: Row): boolean =>
  one.line < other.line || (one.line === other.line && one.rule < other.rule);

function* lineRows(portions: Iterable<Hits>, excluded: number[]): Generator<Row, undefined> {
  for (const { count, lines, rules, starts, ends, excluded: out } of portions) {
    excluded.push(...out.rules.subarray(0, out.count));
    for (let hit = 0; hit < count; hit++)
      yield {
        ...{ line: lines[hit] ?? 0, rule: rules[hit] ?? 0, start: starts[hit] ?? 0, end: ends[hit] ?? 0 },
        value: undefined,
      };
  }
  return undefined;
}

/** Those of one line may come by field, and must go by rule. */
function* valueRows(
  { text, lineOfValue, portions }: MatchedValues,
  lines: LineTable,
  excluded: number[],
): Generator<Row, undefined> {
  let ofLine: Row[] = [];
  const byRule = (): Row[] => ofLine.sort((one, other) => one.rule - other.rule);
  for (const { count, lines: values, rules, starts, ends, excluded: out } of portions) {
    excluded.push(...out.rules.subarray(0, out.count));
    for (let hit = 0; hit < count; hit++) {
      const line = lineOfValue[values[hit] ?? 0] ?? 0;
      if (ofLine[0] && ofLine[0].line !== line) {
        yield* byRule();
        ofLine = [];
      }
      const value = text.subarray(starts[hit], ends[hit]);
      ofLine.push({ line, rule: rules[hit] ?? 0, ...placeOf(line, lines), value });
    }
  }
  yield* byRule();
  return undefined;
}

function placeOf(line: number, { text, starts }: LineTable): { readonly start: number; readonly end: number } {
  const start = starts[line] ?? 0;
  const newline = text.indexOf(NEWLINE, start);
  return { start, end: withoutReturn(text, start, newline < 0 ? text.length : newline) };
}

const NO_PLACES = new Uint32Array(0);

function portionOf(rows: readonly Row[], excludedRules: readonly number[]): MergedHits {
  const excluded: HitRows = {
    ...{ count: excludedRules.length, rules: Uint16Array.from(excludedRules) },
    ...{ starts: NO_PLACES, ends: NO_PLACES, lines: NO_PLACES },
  };
  return {
    count: rows.length,
    starts: Uint32Array.from(rows, ({ start }) => start),
    ends: Uint32Array.from(rows, ({ end }) => end),
    rules: Uint16Array.from(rows, ({ rule }) => rule),
    lines: Uint32Array.from(rows, ({ line }) => line),
    excluded,
    values: rows.map(({ value }) => value),
  };
}

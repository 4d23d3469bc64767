// The hits of rules that look at one field of a line, among those that look at whole lines.
import { STDOUT } from '../../core/lines/line-batch.ts';
import { NEWLINE } from '../../core/text/line-end.ts';
import type { Hits } from '../../match/batch/batch.ts';
import { createMask, createRuleSet, type RuleSet } from '../../match/rule-set.ts';
import type { FedText } from '../../match/text-feed.ts';
import { FieldMatcher } from '../../rules/judge/field-matcher.ts';
import { type MergedHits, mergeHits } from '../../rules/judge/merged-hits.ts';
import type { FieldSelection } from '../../rules/snapshot/rule-snapshot.ts';
import type { ScanRule } from './rules/rule-file.ts';

/** The rules that a scan matches against whole lines: all but those that look at a field. */
export function lineRules(rules: readonly ScanRule[]): RuleSet {
  const compiled = rules.map(({ compiled: one }) => one);
  const places = rules.flatMap(({ field }, place) => (field === undefined ? place : []));
  return createRuleSet(compiled, places.length < rules.length ? createMask(rules.length, places) : undefined);
}

export class FieldScan {
  readonly #matcher = new FieldMatcher();
  readonly #ruleSet: RuleSet;
  readonly #fields: readonly FieldSelection[];
  #starts = new Int32Array(1024);
  #kinds = new Uint8Array(1024).fill(STDOUT);

  private constructor(rules: readonly ScanRule[], fields: readonly string[]) {
    const compiled = rules.map(({ compiled: one }) => one);
    const maskOf = (isShown: (rule: ScanRule) => boolean) =>
      createMask(
        rules.length,
        rules.flatMap((rule, place) => (isShown(rule) ? place : [])),
      );
    this.#ruleSet = createRuleSet(
      compiled,
      maskOf(({ field }) => field !== undefined),
    );
    this.#fields = fields.map((field) => {
      const mask = maskOf((rule) => rule.field === field);
      return { field, stdout: mask, stderr: mask, wanted: { stdout: true, stderr: false } };
    });
  }

  /** Undefined where no rule looks at a field. */
  static of(rules: readonly ScanRule[]): FieldScan | undefined {
    const fields = new Set(rules.flatMap(({ field }) => field ?? []));
    return fields.size > 0 ? new FieldScan(rules, [...fields]) : undefined;
  }

  merge({ text, hits }: FedText): Iterable<MergedHits> {
    const count = this.#findLines(text);
    const lines = { text, starts: this.#starts, count, kinds: this.#kinds };
    return mergeHits(withLines(hits, this.#starts), this.#matcher.match(lines, this.#fields, this.#ruleSet), lines);
  }

  #findLines(text: Uint8Array): number {
    const bytes = Buffer.from(text.buffer, text.byteOffset, text.length);
    let count = 0;
    for (let start = 0; start < text.length; ) {
      if (count === this.#starts.length) this.#grow();
      this.#starts[count++] = start;
      const newline = bytes.indexOf(NEWLINE, start);
      start = newline < 0 ? text.length : newline + 1;
    }
    return count;
  }

  #grow(): void {
    const starts = new Int32Array(2 * this.#starts.length);
    starts.set(this.#starts);
    this.#starts = starts;
    this.#kinds = new Uint8Array(starts.length).fill(STDOUT);
  }
}

/** Hits come in the order of their lines; each is told which one it is on. */
function* withLines(portions: Iterable<Hits>, starts: Int32Array): Generator<Hits> {
  let line = 0;
  for (const hits of portions) {
    const lines = hits.starts.slice(0, hits.count).map((start) => {
      while ((starts[line] ?? start) < start) line++;
      return line;
    });
    const { count, rules, excluded } = hits;
    yield { count, rules, excluded, starts: hits.starts, ends: hits.ends, lines };
  }
}

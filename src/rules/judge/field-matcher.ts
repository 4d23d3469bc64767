// Matches the rules that look at one field of a line: the values of a batch are a batch of their own, read by a matcher of their own, so that nobody else pays for them.
import { STDERR, STDOUT } from '../../core/lines/line-batch.ts';
import { writePlainLines } from '../../core/lines/plain-lines.ts';
import type { Hits } from '../../match/batch/batch.ts';
import {
  type FieldReaders,
  FieldValues,
  type ReadField,
  type ReadLines,
  readersOf,
} from '../../match/fields/field-values.ts';
import { Matcher } from '../../match/matcher.ts';
import type { RuleSet } from '../../match/rule-set.ts';
import type { FieldSelection } from '../snapshot/rule-snapshot.ts';

export interface MatchedValues {
  /** As patterns see them; valid until others are matched. */
  readonly text: Uint8Array;
  /** By value, its line: what `lines` of a hit is an index of. */
  readonly lineOfValue: Int32Array;
  readonly portions: Iterable<Hits>;
}

export class FieldMatcher {
  readonly #values = new FieldValues();
  #readers = new Map<string, FieldReaders>();
  #matcher: Matcher | undefined;
  #ruleSet: RuleSet | undefined;

  /** @param lines of a text as patterns see it, each of the kind that is its stream */
  match(lines: ReadLines, fields: readonly FieldSelection[], ruleSet: RuleSet): MatchedValues {
    const matcher = this.#matcherFor(ruleSet);
    this.#values.read(lines, this.#readFields(fields));
    const values = this.#values;
    // Of what is written with escapes only now is seen what colours it.
    const { text, starts } = writePlainLines(values, matcher.reserve(values.length));
    const maskOfLine = new Uint8Array(values.count);
    for (let value = 0; value < values.count; value++) {
      const isOther = lines.kinds[values.lines[value] ?? 0] === STDERR ? 1 : 0;
      maskOfLine[value] = 2 * (values.fields[value] ?? 0) + isOther;
    }
    const masks = fields.flatMap(({ stdout, stderr }) => [stdout, stderr]);
    const batch = { length: text.length, lineStarts: starts, lineCount: values.count, masks, maskOfLine };
    return { text, lineOfValue: values.lines, portions: values.count > 0 ? matcher.match(batch) : [] };
  }

  #readFields(fields: readonly FieldSelection[]): ReadField[] {
    return fields.map(({ field, wanted }) => {
      const isAsked: boolean[] = [];
      [isAsked[STDOUT], isAsked[STDERR]] = [wanted.stdout, wanted.stderr];
      const readers = this.#readers.get(field) ?? readersOf(field);
      this.#readers.set(field, readers);
      return { ...readers, isAsked };
    });
  }

  #matcherFor(ruleSet: RuleSet): Matcher {
    const matcher = this.#matcher ?? new Matcher({ rules: ruleSet });
    if (this.#ruleSet !== undefined && this.#ruleSet !== ruleSet) {
      matcher.use(ruleSet);
      // Of fields that nobody asks for any more nothing is kept.
      this.#readers = new Map();
    }
    [this.#matcher, this.#ruleSet] = [matcher, ruleSet];
    return matcher;
  }
}

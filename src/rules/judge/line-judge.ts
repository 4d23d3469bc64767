// Says what lines mean: which rules match them, what flood control makes of the hits, and the events that are left.
import type { Clock } from '../../core/clock.ts';
import type { NewEvent } from '../../core/events/new-event.ts';
import type { SavedFlood } from '../../core/lines/flood-state.ts';
import type { Origin } from '../../core/lines/origin.ts';
import { writePlainLines } from '../../core/lines/plain-lines.ts';
import { workloadId } from '../../core/lines/workload-id.ts';
import type { Rule } from '../../core/rules/rule.ts';
import { freeInnerNewlines } from '../../core/text/inner-newline.ts';
import { CaptureReader } from '../../match/captures/captures.ts';
import type { CompiledRule } from '../../match/compile-rule.ts';
import { Matcher } from '../../match/matcher.ts';
import type { RuleSet } from '../../match/rule-set.ts';
import { OriginFlood } from '../flood/origin-flood.ts';
import type { EventLimit } from '../flood/token-bucket.ts';
import type { RuleSnapshot } from '../snapshot/rule-snapshot.ts';
import { type AskedLine, type ExplainedRule, explainLine, type Outcome } from './explain-line.ts';
import { FieldMatcher } from './field-matcher.ts';
import type { HitWitness } from './hit-witness.ts';
import { mergeHits } from './merged-hits.ts';
import { type JudgeTools, type LinesToMatch, type MatchedLines, OriginLineJudge } from './origin-line-judge.ts';

export interface LineJudgeOptions {
  /** The rules in force at this moment; undefined before they were read, when no line may come. */
  readonly rules: { readonly current: RuleSnapshot | undefined };
  readonly limit: EventLimit;
  /** Tells which lines are late. It decides nothing. */
  readonly clock: Pick<Clock, 'now'>;
}

const NOTHING: MatchedLines = { text: new Uint8Array(0), portions: [] };

const NO_HIT: ReadonlySet<Outcome> = new Set(['other_stream', 'no_match', 'excluded']);

/** An event with its key, ids and names, but for the line and what was captured. */
const EVENT_BYTES = 1_000;

/** Fulfils the tails' port; one for all origins, for they share a matcher. */
export class LineJudge implements JudgeTools {
  readonly #options: LineJudgeOptions;
  readonly #captures = new WeakMap<CompiledRule, CaptureReader>();
  readonly #open = new Map<string, OriginLineJudge>();
  readonly #fieldMatcher = new FieldMatcher();
  #matcher: Matcher | undefined;
  #ruleSet: RuleSet | undefined;

  constructor(options: LineJudgeOptions) {
    this.#options = options;
  }

  /** @param witness looks on; whatever it is told, what is decided stays the same. */
  open({ key }: Origin, saved: SavedFlood | undefined, witness?: HitWitness): OriginLineJudge {
    const onClose = (): void => {
      if (this.#open.get(key) === judge) this.#open.delete(key);
    };
    const judge = new OriginLineJudge(this, new OriginFlood(this.#options.limit, saved), { onClose, witness });
    this.#open.set(key, judge);
    return judge;
  }

  sizeOf({ message, metadata }: NewEvent): number {
    const captured = Object.values(metadata.captures ?? {}).reduce((sum, text) => sum + String(text).length, 0);
    return EVENT_BYTES + 2 * (message.length + captured);
  }

  /** The rules that match a line, with nothing remembered of it; none while the rules have not been read. */
  rulesOf(origin: Origin, line: AskedLine): readonly Rule[] {
    return this.explain(workloadId(origin), line)
      .filter(({ outcome }) => !NO_HIT.has(outcome))
      .map(({ rule }) => rule);
  }

  /** What would become of a line in a workload now, rule by rule; `flood` is how flood control stands in the container that it would come from. */
  explain(workload: string, line: AskedLine, flood?: SavedFlood): readonly ExplainedRule[] {
    const { rules, limit } = this.#options;
    const { current: snapshot } = rules;
    return snapshot ? explainLine(line, { tools: this, snapshot, workload, limit, flood }) : [];
  }

  /** How flood control stands at this moment in an origin that is judged here. */
  standingOf(originKey: string): SavedFlood | undefined {
    return this.#open.get(originKey)?.standing;
  }

  get snapshot(): RuleSnapshot {
    const { current } = this.#options.rules;
    if (current === undefined) throw new Error('A line came before the rules were read.');
    return current;
  }

  get now(): number {
    return this.#options.clock.now();
  }

  match({ snapshot, workload, texts, streams }: LinesToMatch): MatchedLines {
    const { stdout, stderr, wanted, fields } = snapshot.selectionOf(workload);
    if (!wanted.stdout && !wanted.stderr) return NOTHING;
    const matcher = this.#matcherFor(snapshot.ruleSet);
    const { text, starts: lineStarts } = writePlainLines(texts, matcher.reserve(texts.length));
    if (!texts.isJoined) freeInnerNewlines(text);
    const { count: lineCount } = texts;
    // A stream's number is the index of its mask; there is no stream 0.
    const of = { length: text.length, lineStarts, lineCount, masks: [stdout, stdout, stderr], maskOfLine: streams };
    const portions = matcher.match(of);
    const { fieldSet } = snapshot;
    if (fields.length === 0 || fieldSet === undefined) return { text, portions };
    const lines = { text, count: lineCount, starts: lineStarts, kinds: streams, objects: texts.objects?.() };
    return { text, portions: mergeHits(portions, this.#fieldMatcher.match(lines, fields, fieldSet), lines) };
  }

  capturesOf(rule: CompiledRule): CaptureReader {
    const known = this.#captures.get(rule) ?? new CaptureReader(rule.automaton.pattern);
    this.#captures.set(rule, known);
    return known;
  }

  #matcherFor(ruleSet: RuleSet): Matcher {
    const matcher = this.#matcher ?? new Matcher({ rules: ruleSet });
    if (this.#ruleSet !== undefined && this.#ruleSet !== ruleSet) matcher.use(ruleSet);
    [this.#matcher, this.#ruleSet] = [matcher, ruleSet];
    return matcher;
  }
}

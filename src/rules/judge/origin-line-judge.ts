// Judges the lines of one origin, in order.
import type { NewEvent } from '../../core/events/new-event.ts';
import type { FloodChange, SavedFlood } from '../../core/lines/flood-state.ts';
import type { LineBatch } from '../../core/lines/line-batch.ts';
import type { Origin } from '../../core/lines/origin.ts';
import type { LineTexts } from '../../core/lines/plain-lines.ts';
import { workloadId } from '../../core/lines/workload-id.ts';
import type { Rule } from '../../core/rules/rule.ts';
import type { HitRows, Hits } from '../../match/batch/batch.ts';
import type { CaptureReader } from '../../match/captures/captures.ts';
import type { CompiledRule } from '../../match/compile-rule.ts';
import type { FloodRule } from '../flood/flood-rule.ts';
import type { OriginFlood } from '../flood/origin-flood.ts';
import type { RuleSnapshot } from '../snapshot/rule-snapshot.ts';
import { eventKey, eventOfHit } from './event-of-hit.ts';
import type { HitWitness } from './hit-witness.ts';
import type { MergedHits } from './merged-hits.ts';

/** What all origins share. */
export interface JudgeTools {
  /** The rules in force at this moment. */
  readonly snapshot: RuleSnapshot;
  readonly now: number;
  /** The hits of lines, each on the stream of the same index, by the rules that apply to a workload. */
  match(of: LinesToMatch): MatchedLines;
  capturesOf(rule: CompiledRule): CaptureReader;
}

export interface LinesToMatch {
  readonly snapshot: RuleSnapshot;
  readonly workload: string;
  readonly texts: LineTexts;
  readonly streams: Uint8Array;
}

export interface MatchedLines {
  /** The lines as patterns see them; valid until others are matched. */
  readonly text: Uint8Array;
  /** With places in that text; with values where rules look at fields. */
  readonly portions: Iterable<Hits | MergedHits>;
}

/** A batch on its way. */
interface Sight {
  readonly origin: Origin;
  readonly batch: LineBatch;
  readonly snapshot: RuleSnapshot;
  readonly workload: string;
  readonly text: Uint8Array;
  /** The hit at hand. */
  line: number;
  rule: Rule | undefined;
  /** The key of the event that it would be; one function for all hits of a batch, as nearly all of them are held back. */
  readonly key: () => string;
}

/** What a hit of a rule needs. */
interface KnownRule {
  readonly rule: Rule;
  readonly compiled: CompiledRule;
  readonly floodRule: FloodRule;
}

export interface OriginLineJudgeOptions {
  readonly onClose: () => void;
  readonly witness?: HitWitness | undefined;
}

/** Fulfils the tail's port. */
export class OriginLineJudge {
  readonly #tools: JudgeTools;
  readonly #flood: OriginFlood;
  readonly #options: OriginLineJudgeOptions;
  #snapshot: RuleSnapshot | undefined;
  /** By place, those that hit; of the snapshot and the workload of now. */
  #known: (KnownRule | undefined)[] = [];
  #workload = '';

  constructor(tools: JudgeTools, flood: OriginFlood, options: OriginLineJudgeOptions) {
    [this.#tools, this.#flood, this.#options] = [tools, flood, options];
  }

  /** How flood control stands behind the last line. */
  get standing(): SavedFlood {
    return this.#flood.saved;
  }

  close(): void {
    this.#options.onClose();
  }

  judge(origin: Origin, batch: LineBatch): readonly NewEvent[] {
    const { snapshot } = this.#tools;
    const workload = workloadId(origin);
    this.#takeOver(snapshot, workload);
    const { text, portions } = this.#tools.match({ snapshot, workload, texts: batch, streams: batch.streams });
    const sight: Sight = {
      ...{ origin, batch, snapshot, workload, text, line: 0, rule: undefined },
      key: () => keyOf(sight),
    };
    const events: NewEvent[] = [];
    let begun = 0;
    for (const hits of portions) {
      for (let hit = 0; hit < hits.count; hit++) {
        const line = hits.lines[hit] ?? 0;
        for (; begun <= line; begun++) this.#begin(batch, begun);
        const event = this.#decide(sight, hits, hit);
        if (event) events.push(event);
      }
      this.#countExcluded(snapshot, hits.excluded);
    }
    for (; begun < batch.count; begun++) this.#begin(batch, begun);
    return events;
  }

  takeFlood(): FloodChange {
    return this.#flood.takeChange();
  }

  /** Rules that are no more are forgotten, so that nothing grows with their number. */
  #takeOver(snapshot: RuleSnapshot, workload: string): void {
    if (snapshot === this.#snapshot && workload === this.#workload) return;
    [this.#snapshot, this.#workload, this.#known] = [snapshot, workload, []];
    this.#flood.keepOnly((id) => snapshot.find(id) !== undefined);
  }

  #begin({ seconds, nanos }: LineBatch, line: number): void {
    this.#flood.begin(seconds[line] ?? 0, nanos[line] ?? 0);
  }

  #decide(sight: Sight, hits: Hits | MergedHits, hit: number): NewEvent | undefined {
    const { origin, batch, snapshot, workload, text } = sight;
    const [line, place] = [hits.lines[hit] ?? 0, hits.rules[hit] ?? 0];
    const { rule, compiled, floodRule } = this.#known[place] ?? this.#know(place, snapshot, workload);
    sight.line = line;
    sight.rule = rule;
    const verdict = this.#flood.decide(floodRule, sight.key);
    const { witness } = this.#options;
    if (witness === undefined && verdict.decision !== 'admitted') return undefined;
    const seen = text.subarray(hits.starts[hit], hits.ends[hit]);
    witness?.({ origin, rule, batch, line, text: seen, decision: verdict.decision });
    if (verdict.decision !== 'admitted') return undefined;
    return eventOfHit({
      ...{ origin, rule, batch, line, suppressed: verdict.suppressed, now: this.#tools.now },
      text: seen,
      value: 'values' in hits ? hits.values[hit] : undefined,
      captures: this.#tools.capturesOf(compiled),
    });
  }

  #know(place: number, snapshot: RuleSnapshot, workload: string): KnownRule {
    const [rule, compiled] = [snapshot.places[place], snapshot.ruleSet.rules[place]];
    const floodRule = snapshot.floodRuleOf(place, workload);
    if (!rule || !floodRule || !compiled) throw new Error(`There is no rule ${place}.`);
    const known = { rule, compiled, floodRule };
    this.#known[place] = known;
    return known;
  }

  #countExcluded({ places }: RuleSnapshot, { count, rules }: HitRows): void {
    for (let row = 0; row < count; row++) {
      const rule = places[rules[row] ?? 0];
      if (rule) this.#flood.exclude(rule.id);
    }
  }
}

function keyOf({ origin, batch, line, rule }: Sight): string {
  if (rule === undefined) throw new Error('There is no hit at hand.');
  return eventKey({ origin, rule, batch, line });
}

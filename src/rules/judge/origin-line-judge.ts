// Judges the lines of one origin, in order.
import type { NewEvent } from '../../core/events/new-event.ts';
import type { FloodChange, SavedFlood } from '../../core/lines/flood-state.ts';
import type { LineBatch } from '../../core/lines/line-batch.ts';
import type { Origin } from '../../core/lines/origin.ts';
import { workloadId } from '../../core/lines/workload-id.ts';
import type { HitRows, Hits } from '../../match/batch/batch.ts';
import type { CaptureReader } from '../../match/captures/captures.ts';
import type { CompiledRule } from '../../match/compile-rule.ts';
import type { FloodRule } from '../flood/flood-rule.ts';
import type { OriginFlood } from '../flood/origin-flood.ts';
import type { RuleSnapshot } from '../snapshot/rule-snapshot.ts';
import { eventKey, eventOfHit } from './event-of-hit.ts';
import { type LineTexts, plainLines } from './plain-lines.ts';

/** What all origins share. */
export interface JudgeTools {
  /** The rules in force at this moment. */
  readonly snapshot: RuleSnapshot;
  readonly now: number;
  /** The hits of lines, each on the stream of the same index, by the rules that apply to a workload. */
  match(of: MatchedLines): Iterable<Hits>;
  capturesOf(rule: CompiledRule): CaptureReader;
}

export interface MatchedLines {
  readonly snapshot: RuleSnapshot;
  readonly workload: string;
  readonly texts: LineTexts;
  readonly streams: Uint8Array;
}

/** A batch on its way. */
interface Sight extends MatchedLines {
  readonly origin: Origin;
  readonly batch: LineBatch;
}

/** Fulfils the tail's port. */
export class OriginLineJudge {
  readonly #tools: JudgeTools;
  readonly #flood: OriginFlood;
  readonly #onClose: () => void;
  #snapshot: RuleSnapshot | undefined;
  /** By place, as flood control needs them; of the snapshot and the workload of now. */
  #floodRules: (FloodRule | undefined)[] = [];
  #workload = '';

  constructor(tools: JudgeTools, flood: OriginFlood, onClose: () => void) {
    [this.#tools, this.#flood, this.#onClose] = [tools, flood, onClose];
  }

  /** How flood control stands behind the last line. */
  get standing(): SavedFlood {
    return this.#flood.saved;
  }

  close(): void {
    this.#onClose();
  }

  judge(origin: Origin, batch: LineBatch): readonly NewEvent[] {
    const { snapshot } = this.#tools;
    const workload = workloadId(origin);
    this.#takeOver(snapshot, workload);
    const sight: Sight = {
      ...{ origin, batch, snapshot, workload },
      ...{ texts: plainLines(batch), streams: batch.streams },
    };
    const events: NewEvent[] = [];
    let begun = 0;
    for (const hits of this.#tools.match(sight)) {
      for (let hit = 0; hit < hits.count; hit++) {
        const [line = 0, place = 0] = [hits.lines[hit], hits.rules[hit]];
        for (; begun <= line; begun++) this.#begin(batch, begun);
        const event = this.#decide(sight, line, place);
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
    [this.#snapshot, this.#workload, this.#floodRules] = [snapshot, workload, []];
    this.#flood.keepOnly((id) => snapshot.find(id) !== undefined);
  }

  #begin({ seconds, nanos }: LineBatch, line: number): void {
    this.#flood.begin(seconds[line] ?? 0, nanos[line] ?? 0);
  }

  #decide({ origin, batch, snapshot, workload, texts }: Sight, line: number, place: number): NewEvent | undefined {
    const floodRule = this.#floodRules[place] ?? snapshot.floodRuleOf(place, workload);
    this.#floodRules[place] = floodRule;
    const [rule, compiled] = [snapshot.places[place], snapshot.ruleSet.rules[place]];
    if (!rule || !floodRule || !compiled) throw new Error(`There is no rule ${place}.`);
    const verdict = this.#flood.decide(floodRule, () => eventKey({ origin, rule, batch, line }));
    if (verdict.decision !== 'admitted') return undefined;
    return eventOfHit({
      ...{ origin, rule, batch, line, suppressed: verdict.suppressed, now: this.#tools.now },
      text: texts.bytes.subarray(texts.starts[line], texts.ends[line]),
      captures: this.#tools.capturesOf(compiled),
    });
  }

  #countExcluded({ places }: RuleSnapshot, { count, rules }: HitRows): void {
    for (let row = 0; row < count; row++) {
      const rule = places[rules[row] ?? 0];
      if (rule) this.#flood.exclude(rule.id);
    }
  }
}

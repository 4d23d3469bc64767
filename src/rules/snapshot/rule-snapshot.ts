// All that is in force at one moment, as one value that is swapped whole: what is matched, what a hit means, for whom, and what is muted.
import type { WantedStreams } from '../../core/lines/line-batch.ts';
import type { Rule } from '../../core/rules/rule.ts';
import type { CompiledRule } from '../../match/compile-rule.ts';
import { createMask, createRuleSet, type RuleMask, type RuleSet } from '../../match/rule-set.ts';
import { type EffectiveRules, effectiveRules, type RulesByScope, rulesByScope } from '../effective/effective-rules.ts';
import type { FloodRule, MuteSpan } from '../flood/flood-rule.ts';
import { ActiveMutes } from './active-mutes.ts';

/** The rules that are shown the lines of one workload, by stream. */
export interface RuleSelection extends Readonly<Record<'stdout' | 'stderr', RuleMask>> {
  /** Streams that any rule looks at. */
  readonly wanted: WantedStreams;
}

export interface SnapshotParts {
  /** Every rule there is, the disabled ones too. */
  readonly rules: readonly Rule[];
  /** Enabled rules with their patterns, in the order of their places; no more than one set can hold. */
  readonly placed: readonly { readonly rule: Rule; readonly compiled: CompiledRule }[];
  readonly mutes: ActiveMutes;
  /** The set of the snapshot before: it goes on when the patterns are the same, so that nobody plans anew for a new cooldown. */
  readonly before?: RuleSet | undefined;
}

export class RuleSnapshot {
  /** Known by place: `places[i]` says what a hit of `ruleSet.rules[i]` means. Places go by severity, the highest first, then by id. */
  readonly ruleSet: RuleSet;
  readonly places: readonly Rule[];
  readonly mutes: ActiveMutes;
  readonly #byId: ReadonlyMap<string, Rule>;
  readonly #scopes: RulesByScope;
  readonly #placeOf: ReadonlyMap<string, number>;
  /** Made when they are asked for: a workload without rules of its own shares the one of all others. */
  readonly #selections = new Map<string, RuleSelection>();
  /** Made for the rules that hit, so that a flood makes nothing anew. */
  readonly #floodRules = new Map<string, FloodRule>();

  constructor({ rules, placed, mutes, before }: SnapshotParts) {
    const compiled = placed.map((one) => one.compiled);
    this.ruleSet = before && isSame(before, compiled) ? before : createRuleSet(compiled);
    this.places = Object.freeze(placed.map(({ rule }) => rule));
    this.mutes = mutes;
    this.#byId = new Map(rules.map((rule) => [rule.id, rule]));
    this.#scopes = rulesByScope(rules);
    this.#placeOf = new Map(this.places.map(({ id }, place) => [id, place]));
  }

  /** Which places are shown the lines of a workload. The masks belong to the snapshot and are never changed. */
  selectionOf(workloadId: string): RuleSelection {
    const key = this.#scopes.ofWorkload.has(workloadId) ? workloadId : '';
    const known = this.#selections.get(key);
    if (known) return known;
    const selection = this.#select(key);
    this.#selections.set(key, selection);
    return selection;
  }

  /** What a hit of the rule at this place means to flood control in a workload. */
  floodRuleOf(place: number, workloadId: string): FloodRule | undefined {
    const rule = this.places[place];
    if (rule === undefined) return undefined;
    const key = `${place} ${workloadId}`;
    const known = this.#floodRules.get(key);
    if (known) return known;
    const floodRule = floodRuleOf(rule, this.mutes.spansAbout(rule.id, workloadId));
    this.#floodRules.set(key, floodRule);
    return floodRule;
  }

  /** With the reasons, for whoever wants to know. */
  effectiveOf(workloadId: string): EffectiveRules {
    return effectiveRules(this.#scopes, workloadId, (rule) => rule.enabled && !this.#placeOf.has(rule.id));
  }

  /** Any rule, the disabled and broken ones too. */
  find(id: string): Rule | undefined {
    return this.#byId.get(id);
  }

  #select(workloadId: string): RuleSelection {
    const rules = this.effectiveOf(workloadId).inForce.map(({ rule }) => rule);
    const shown = (other: 'stdout' | 'stderr'): number[] =>
      rules.filter(({ streams }) => streams !== other).flatMap(({ id }) => this.#placeOf.get(id) ?? []);
    const [stdout, stderr] = [shown('stderr'), shown('stdout')];
    const count = this.places.length;
    return Object.freeze({
      stdout: createMask(count, stdout),
      stderr: createMask(count, stderr),
      wanted: Object.freeze({ stdout: stdout.length > 0, stderr: stderr.length > 0 }),
    });
  }
}

const isSame = ({ rules }: RuleSet, compiled: readonly CompiledRule[]): boolean =>
  rules.length === compiled.length && rules.every((rule, place) => rule === compiled[place]);

function floodRuleOf({ id, cooldownSeconds, threshold }: Rule, mutes: readonly MuteSpan[]): FloodRule {
  return Object.freeze({ id, cooldownSeconds, threshold: threshold ?? undefined, mutes });
}

/** No rule at all. */
export const EMPTY_SNAPSHOT = new RuleSnapshot({ rules: [], placed: [], mutes: new ActiveMutes([]) });

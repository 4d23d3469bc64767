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
  /** Fields that any rule looks at; none for most workloads. */
  readonly fields: readonly FieldSelection[];
}

/** The rules that are shown the value of one field, by stream. */
export interface FieldSelection extends Readonly<Record<'stdout' | 'stderr', RuleMask>> {
  readonly field: string;
  readonly wanted: WantedStreams;
}

export interface SnapshotParts {
  /** Every rule there is, the disabled ones too. */
  readonly rules: readonly Rule[];
  /** Enabled rules with their patterns, in the order of their places; no more than one set can hold. */
  readonly placed: readonly { readonly rule: Rule; readonly compiled: CompiledRule }[];
  readonly mutes: ActiveMutes;
  /** The snapshot before: its sets go on when the patterns are the same, so that nobody plans anew for a new cooldown. */
  readonly before?: Pick<RuleSnapshot, 'ruleSet' | 'fieldSet'> | undefined;
}

export class RuleSnapshot {
  /** Known by place: `places[i]` says what a hit of `ruleSet.rules[i]` means. Places go by severity, the highest first, then by id. */
  readonly ruleSet: RuleSet;
  /** The same rules, of which those are looked for that look at a field, as those of `ruleSet` are that look at whole lines; undefined where none does. */
  readonly fieldSet: RuleSet | undefined;
  readonly places: readonly Rule[];
  /** Those that any rule looks at. */
  readonly fields: ReadonlySet<string>;
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
    const masks = masksByText(placed);
    this.ruleSet = setOf(compiled, masks?.lines, before?.ruleSet);
    this.fieldSet = masks && setOf(compiled, masks.fields, before?.fieldSet);
    this.places = Object.freeze(placed.map(({ rule }) => rule));
    this.fields = new Set(this.places.flatMap(({ field }) => field ?? []));
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
    const byField = Map.groupBy(rules, ({ field }) => field);
    const fields = [...byField].flatMap(([field, ofField]) =>
      field === null ? [] : Object.freeze({ field, ...this.#shown(ofField) }),
    );
    const ofLines = this.#shown(byField.get(null) ?? []);
    return Object.freeze({ ...ofLines, wanted: this.#shown(rules).wanted, fields: Object.freeze(fields) });
  }

  #shown(rules: readonly Rule[]): Pick<RuleSelection, 'stdout' | 'stderr' | 'wanted'> {
    const shown = (other: 'stdout' | 'stderr'): number[] =>
      rules.filter(({ streams }) => streams !== other).flatMap(({ id }) => this.#placeOf.get(id) ?? []);
    const [stdout, stderr] = [shown('stderr'), shown('stdout')];
    const count = this.places.length;
    return {
      stdout: createMask(count, stdout),
      stderr: createMask(count, stderr),
      wanted: Object.freeze({ stdout: stdout.length > 0, stderr: stderr.length > 0 }),
    };
  }
}

/** Which places look at whole lines, and which at fields; undefined where none looks at a field. */
function masksByText(
  placed: SnapshotParts['placed'],
): { readonly lines: RuleMask; readonly fields: RuleMask } | undefined {
  const places = placed.map(({ rule }, place) => ({ place, looksAtField: rule.field !== null }));
  const [fields, lines] = [true, false].map((wanted) =>
    places.flatMap(({ place, looksAtField }) => (looksAtField === wanted ? place : [])),
  );
  if (!fields || !lines || fields.length === 0) return undefined;
  return { lines: createMask(placed.length, lines), fields: createMask(placed.length, fields) };
}

function setOf(
  compiled: readonly CompiledRule[],
  lookedFor: RuleMask | undefined,
  before: RuleSet | undefined,
): RuleSet {
  const isSame =
    before?.rules.length === compiled.length &&
    before.rules.every((rule, place) => rule === compiled[place]) &&
    before.lookedFor?.join() === lookedFor?.join();
  return isSame && before ? before : createRuleSet(compiled, lookedFor);
}

function floodRuleOf({ id, cooldownSeconds, threshold }: Rule, mutes: readonly MuteSpan[]): FloodRule {
  return Object.freeze({ id, cooldownSeconds, threshold: threshold ?? undefined, mutes });
}

/** No rule at all. */
export const EMPTY_SNAPSHOT = new RuleSnapshot({ rules: [], placed: [], mutes: new ActiveMutes([]) });

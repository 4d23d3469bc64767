// What the page of a rule needs to know before it shows anything, so that nothing comes later and moves the rest.
import type { Rule } from '../../../api/shapes.ts';
import type { Api } from '../../../api/tocsin-api.ts';
import { asKnown } from '../../../live/as-known.ts';
import { type Names, namesOrNone } from '../../use-names.ts';
import { overrideStart, type Place } from '../overrides/override-body.ts';
import type { RuleStart } from './rule-fields.tsx';

export interface RuleScene<Stored extends Rule | undefined = Rule | undefined> {
  /** Undefined for one that is new. */
  readonly stored: Stored;
  readonly start: RuleStart | undefined;
  /** Where the rule stands, if it is an override. */
  readonly place: OverridePlace | undefined;
  readonly workloads: Names;
}

/** In the place of which rule, in which workload. */
export interface OverridePlace {
  readonly rule: { readonly id: string; readonly name: string };
  readonly workload: Place;
}

export async function storedScene(api: Api, id: string, signal: AbortSignal): Promise<RuleScene<Rule>> {
  const [stored, workloads] = await Promise.all([api.rule(id, signal), namesOrNone(api, signal)]);
  const { workload_id: workload, overrides_rule_id: overridden } = stored;
  if (workload === null || overridden === null) return { stored, start: stored, place: undefined, workloads };
  const rule = await asKnown(api.rule(overridden, signal));
  const name = 'value' in rule ? rule.value.name : overridden;
  return {
    stored,
    start: stored,
    place: { rule: { id: overridden, name }, workload: placeOf(workload, workloads) },
    workloads,
  };
}

/** A new override of a rule in a workload. */
export async function overrideScene(
  api: Api,
  { ruleId, workloadId }: { readonly ruleId: string; readonly workloadId: string },
  signal: AbortSignal,
): Promise<RuleScene> {
  const [rule, workloads] = await Promise.all([api.rule(ruleId, signal), namesOrNone(api, signal)]);
  const workload = placeOf(workloadId, workloads);
  return { stored: undefined, start: overrideStart(rule, workload), place: { rule, workload }, workloads };
}

const placeOf = (id: string, names: Names): Place => ({ id, name: names.find(([known]) => known === id)?.[1] ?? id });

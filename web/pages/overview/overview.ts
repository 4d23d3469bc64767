import type { HealthReport, RuleStats, SystemReport, Trigger, WatchingReport } from '../../api/shapes.ts';
import type { Api } from '../../api/tocsin-api.ts';

/** All that the overview shows, of about the same moment. */
export interface Overview {
  readonly health: HealthReport;
  readonly watching: WatchingReport;
  readonly system: SystemReport;
  readonly rules: RuleStats;
  readonly triggers: readonly Trigger[];
  readonly hasRules: boolean;
  readonly dead: { readonly count: number; readonly more: boolean };
}

export async function loadOverview(api: Api, signal: AbortSignal): Promise<Overview> {
  const [health, watching, system, rules, triggers, dead, saved] = await Promise.all([
    api.health(signal),
    api.watching(signal),
    api.system(signal),
    api.ruleStats(signal),
    api.triggers(undefined, signal),
    api.deliveries({ state: 'dead' }, undefined, signal),
    api.rules(undefined, signal),
  ]);
  const given = { count: dead.items.length, more: dead.next_cursor !== null };
  return { health, watching, system, rules, triggers: triggers.items, dead: given, hasRules: saved.items.length > 0 };
}

// What the overview asks for: how the server is, and apart from that what of its store may be in trouble.
import type { HealthReport, RuleStats, SystemReport, Trigger, WatchingReport } from '../../api/shapes.ts';
import type { Api } from '../../api/tocsin-api.ts';
import { asKnown, type Known } from '../../live/as-known.ts';

/** How the server is, of about the same moment. It answers all of this also while its store does not. */
export interface Overview {
  readonly health: HealthReport;
  readonly watching: WatchingReport;
  readonly system: SystemReport;
}

/** What lies in the store and may be in trouble, each part for itself: one that cannot be had takes nothing from the others. */
export interface Troubles {
  readonly rules: Known<Pick<RuleStats, 'last_compile_errors'>>;
  readonly triggers: Known<readonly Trigger[]>;
  /** Deliveries that were given up; `more` when there are more than were looked at. */
  readonly dead: Known<{ readonly count: number; readonly more: boolean }>;
  readonly hasRules: Known<boolean>;
}

export async function loadOverview(api: Api, signal: AbortSignal): Promise<Overview> {
  const [health, watching, system] = await Promise.all([api.health(signal), api.watching(signal), api.system(signal)]);
  return { health, watching, system };
}

export async function loadTroubles(api: Api, signal: AbortSignal): Promise<Troubles> {
  const dead = api.deliveries({ state: 'dead' }, undefined, signal);
  const [rules, triggers, givenUp, hasRules] = await Promise.all([
    asKnown(api.ruleStats(signal)),
    asKnown(api.triggers(undefined, signal).then(({ items }) => items)),
    asKnown(dead.then(({ items, next_cursor: next }) => ({ count: items.length, more: next !== null }))),
    asKnown(api.newestRule(signal).then(({ items }) => items.length > 0)),
  ]);
  return { rules, triggers, dead: givenUp, hasRules };
}

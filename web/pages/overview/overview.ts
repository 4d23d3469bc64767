import type { HealthReport, RuleStats, SystemReport, WatchingReport } from '../../api/shapes.ts';
import type { Api } from '../../api/tocsin-api.ts';

/** All that the overview shows, of about the same moment. */
export interface Overview {
  readonly health: HealthReport;
  readonly watching: WatchingReport;
  readonly system: SystemReport;
  readonly rules: RuleStats;
}

export async function loadOverview(api: Api, signal: AbortSignal): Promise<Overview> {
  const [health, watching, system, rules] = await Promise.all([
    api.health(signal),
    api.watching(signal),
    api.system(signal),
    api.ruleStats(signal),
  ]);
  return { health, watching, system, rules };
}

// Whether an event passes the filter of a trigger, and if not, which part of it stands in the way.
import type { TriggerFilter } from '../../core/deliveries/trigger.ts';
import type { Severity } from '../../core/severity.ts';
import type { OnePattern } from '../../match/one-pattern.ts';

/** What of an event a filter can ask for. */
export interface PlannedEvent {
  readonly source: string;
  readonly severity: Severity;
  readonly message: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly workloadId: string | null;
}

/** The parts of a filter, in the order in which they are asked. */
export const FILTER_PARTS = ['severity', 'source', 'workload', 'message'] as const;
export type FilterPart = (typeof FILTER_PARTS)[number];

/** Undefined when it passes. The pattern is that of the filter. */
export function hinderedBy(
  filter: TriggerFilter,
  pattern: OnePattern | undefined,
  event: PlannedEvent,
): FilterPart | undefined {
  const { severities, sources, workloadIds } = filter;
  if (severities.length > 0 && !severities.includes(event.severity)) return 'severity';
  if (sources.length > 0 && !sources.includes(event.source)) return 'source';
  if (workloadIds.length > 0 && (event.workloadId === null || !workloadIds.includes(event.workloadId)))
    return 'workload';
  if (filter.messageRegex === null) return undefined;
  return pattern?.matches(Buffer.from(event.message)) ? undefined : 'message';
}

import type { Severity } from '../../../../src/core/severity.ts';
import type { EventCounts } from '../../../api/shapes.ts';

/** How many events of these severities there were in all. */
export const sumOf = (items: EventCounts['items'], severities: readonly Severity[]): number =>
  items.reduce((sum, item) => sum + severities.reduce((part, severity) => part + item[severity], 0), 0);

/** The same in the steps that begin in this span. */
export function sumBetween(
  items: EventCounts['items'] | undefined,
  { from, to }: { readonly from: number; readonly to: number },
  severities: readonly Severity[],
): number {
  const within = (items ?? []).filter(({ at }) => from <= Date.parse(at) && Date.parse(at) < to);
  return sumOf(within, severities);
}

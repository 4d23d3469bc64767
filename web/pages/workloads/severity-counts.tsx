import type { Workload } from '../../api/shapes.ts';
import { SEVERITIES, SeverityMark } from '../../parts/marks/severity-mark.tsx';

interface SeverityCountsProps {
  readonly workload: Pick<Workload, 'id' | 'events_24h'>;
}

/** How many events there were, by severity, the worst first; each leads to them. */
export function SeverityCounts({ workload }: SeverityCountsProps) {
  const { id, events_24h: counts } = workload;
  const shown = SEVERITIES.filter((severity) => counts[severity] > 0);
  if (shown.length === 0) return <span class="soft">None</span>;
  return (
    <span class="severity-counts">
      {shown.map((severity) => (
        <a key={severity} href={`/events?workload_id=${id}&severity=${severity}&last=24h`}>
          <SeverityMark severity={severity} /> {counts[severity].toLocaleString('en')}
        </a>
      ))}
    </span>
  );
}

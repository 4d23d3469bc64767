import type { SystemReport } from '../../api/shapes.ts';
import { showBytes } from '../../format/bytes.ts';
import { showDuration } from '../../format/duration.ts';

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

/** The few numbers that tell most about a server, side by side. */
export function Figures({ system }: { readonly system: SystemReport }) {
  return (
    <dl class="figures">
      {figuresOf(system).map(({ name, value, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <strong>{value}</strong>
            <small class="soft">{note}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function figuresOf({ uptime_seconds: uptime, process, store }: SystemReport): readonly Figure[] {
  const busy = Math.round(process.event_loop_utilization * 100);
  return [
    { name: 'Up for', value: showDuration(uptime), note: 'since the last start' },
    {
      name: 'Memory',
      value: showBytes(process.rss_bytes),
      note: `heap ${showBytes(process.heap_used_bytes)}`,
    },
    {
      name: 'Event loop delay',
      value: `${process.event_loop_p99_ms.toFixed(1)} ms`,
      note: `99th percentile, ${busy}\u00a0% busy`,
    },
    {
      name: 'Store',
      value: store.size_bytes === null ? 'Unknown' : showBytes(store.size_bytes),
      note: storeName(store),
    },
  ];
}

export function storeName({ kind, version }: SystemReport['store']): string {
  return `${kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'} ${version}`;
}

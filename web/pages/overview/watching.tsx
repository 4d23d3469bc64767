import type { WatchingReport } from '../../api/shapes.ts';
import { Card } from '../../parts/card.tsx';
import { StatusMark } from '../../parts/status-mark.tsx';

/** Is everything that should be watched being watched? A server that watches nothing says so. */
export function Watching({ watching }: { readonly watching: WatchingReport }) {
  return (
    <Card title="Watching" aside={<StatusMark status={watching.status} />}>
      <div class="empty">
        <QuietBell />
        <p class="empty-title">Nothing is watched yet</p>
        <p>
          This version cannot watch anything yet. Later your containers and log files appear here by themselves, each
          with how far its log has been read.
        </p>
        {watching.status === 'failing' && (
          <ul class="reasons">
            {watching.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

/** The bell at rest. */
function QuietBell() {
  return (
    <svg class="quiet-bell" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <path d="M21.6 10.4a2.4 2.4 0 1 1 4.8 0v.8c5 1.2 8 5.4 8.3 11.2.3 6.1 1.5 9 4.2 11.4 1.2 1 .6 3.2-1.2 3.2h-27.4c-1.8 0-2.4-2.2-1.2-3.2 2.7-2.4 3.9-5.3 4.2-11.4.3-5.8 3.3-10 8.3-11.2z" />
      <path d="M20 40.6a4.2 4.2 0 0 0 8 0" />
      <path d="M12 4h24" />
    </svg>
  );
}

import type { HealthReport } from '../../api/shapes.ts';
import { Card } from '../../parts/card.tsx';
import { StatusMark } from '../../parts/marks/status-mark.tsx';

/** Every check of the server, with its own words. */
export function Checks({ health }: { readonly health: HealthReport }) {
  return (
    <Card title="Checks" aside={<StatusMark status={health.status} />}>
      <ul class="checks">
        {Object.entries(health.checks).map(([name, { status, message }]) => (
          <li key={name}>
            <strong>{titleOf(name)}</strong>
            <StatusMark status={status} />
            <p class="soft">{message}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** `event_loop` → `Event loop`: a check that this page has never heard of reads well, too. */
function titleOf(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

import type { HealthReport } from '../../api/shapes.ts';
import { withOwnTimes } from '../../format/time.ts';
import { Card } from '../../parts/card.tsx';
import { StatusMark } from '../../parts/marks/status-mark.tsx';
import { checkTitle } from './check-words.ts';

/** Every check of the server, with its own words. */
export function Checks({ health }: { readonly health: HealthReport }) {
  return (
    <Card title="Checks" aside={<StatusMark status={health.status} />}>
      <ul class="checks">
        {Object.entries(health.checks).map(([name, { status, message }]) => (
          <li key={name}>
            <strong>{checkTitle(name)}</strong>
            <StatusMark status={status} />
            <p class="soft">{withOwnTimes(message)}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

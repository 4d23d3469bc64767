import type { Health } from '../../api/shapes.ts';
import { showDuration } from '../../format/duration.ts';
import { StatusShape } from '../../parts/status-mark.tsx';
import type { Overview } from './overview-page.tsx';

const SENTENCES: Readonly<Record<Health, string>> = {
  ok: 'Everything works',
  degraded: 'It works, but something needs a look',
  failing: 'Something is broken',
};

export interface HeadlineProps {
  readonly overview: Overview;
  /** Why the figures are not fresh; undefined while they are. */
  readonly lost: string | undefined;
}

/** The one sentence to read when there is time for one only. */
export function Headline({ overview: { health, system }, lost }: HeadlineProps) {
  const status = lost === undefined ? health.status : 'failing';
  return (
    <section class="headline" data-status={status} aria-label="Status">
      <StatusShape status={status} />
      <div>
        <p class="headline-sentence" role="status">
          {lost === undefined ? SENTENCES[status] : 'The server does not answer'}
        </p>
        <p class="soft">
          {lost ?? `Tocsin ${system.version} on ${system.hostname}, up for ${showDuration(system.uptime_seconds)}`}
        </p>
      </div>
    </section>
  );
}

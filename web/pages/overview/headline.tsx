import type { ApiError } from '../../api/api-error.ts';
import { showDuration } from '../../format/duration.ts';
import { showHost } from '../../format/host-name.ts';
import { withOwnTimes } from '../../format/time.ts';
import { StatusShape } from '../../parts/marks/status-mark.tsx';
import type { Overview } from './overview.ts';
import type { Verdict } from './verdict.ts';

export interface HeadlineProps {
  readonly overview: Overview;
  readonly verdict: Verdict;
  /** Why the figures are not fresh; undefined while they are. */
  readonly lost: ApiError | undefined;
}

/** The one sentence to read when there is time for one only. */
export function Headline({ overview, verdict, lost }: HeadlineProps) {
  const { version, hostname, uptime_seconds: uptime } = overview.system;
  const { status, sentence, why } = lost === undefined ? verdict : silence(lost);
  return (
    <section class="headline" data-status={status} aria-label="Status">
      <StatusShape status={status} />
      <div>
        <p class="headline-sentence" role="status">
          {sentence}
        </p>
        <p class="soft">
          {why
            ? withOwnTimes(why)
            : `Tocsin ${version} on ${showHost(hostname, location.hostname)}, up for ${showDuration(uptime)}`}
        </p>
      </div>
    </section>
  );
}

function silence({ code, message }: ApiError): Verdict {
  const sentence = code === 'unreachable' ? 'The server does not answer' : 'The server does not say how it is';
  return { status: 'failing', sentence, why: message };
}

// How a trigger stands, and what it takes, in a few words.
import type { Trigger, TriggerHealth } from '../../api/shapes.ts';
import { severityWord } from '../../parts/marks/severity-mark.tsx';
import type { Status } from '../../parts/marks/status-mark.tsx';

export interface TriggerWords {
  readonly status: Status;
  readonly words: string;
  /** What a person should know of it. */
  readonly why: string | undefined;
}

/** Whether a failure is one that lasts the server says. */
export function triggerWords(trigger: Trigger): TriggerWords {
  const { enabled, fault, suspension, failing_since: failing, failing_lasts: lasts } = trigger;
  if (!enabled) return { status: 'neutral', words: 'Disabled', why: undefined };
  if (suspension === 'gone')
    return { status: 'failing', words: 'Suspended', why: 'The receiver said that it is gone. Change or resume it.' };
  if (suspension === 'failing')
    return { status: 'failing', words: 'Suspended', why: 'Nothing came through for five days. Change or resume it.' };
  if (fault !== null) return { status: 'failing', words: 'Broken', why: fault };
  if (lasts) return { status: 'degraded', words: 'Failing', why: 'The last messages did not come through.' };
  const why = failing === null ? undefined : 'The last message did not arrive. What can be tried again is, by itself.';
  return { status: 'ok', words: 'In use', why };
}

/** `2 of the last 50 failed; 3 wait`. */
export function recentWords({ delivered, failed, waiting }: TriggerHealth['recent']): string {
  const tried = delivered + failed;
  const wait = waiting === 1 ? '1 waits' : `${waiting} wait`;
  if (tried === 0) return waiting === 0 ? 'Nothing was sent' : `Nothing was sent; ${wait}`;
  const failures = tried === 1 ? `The last one ${failed === 1 ? 'failed' : 'arrived'}` : failuresOf(failed, tried);
  return waiting === 0 ? failures : `${failures}; ${wait}`;
}

const failuresOf = (failed: number, tried: number): string =>
  `${failed === 0 ? 'None' : failed} of the last ${tried} failed`;

/** `Critical, Error; from logscan; of 2 workloads; like “disk”`. */
export function filterWords({
  severities,
  sources,
  workload_ids: workloads,
  message_regex: regex,
}: Trigger['filter']): string {
  const parts = [
    severities.map(severityWord).join(', '),
    sources.length === 0 ? '' : `from ${sources.join(', ')}`,
    workloads.length === 0 ? '' : `of ${workloads.length === 1 ? 'one workload' : `${workloads.length} workloads`}`,
    regex === null ? '' : `like “${regex}”`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'All events' : parts.join('; ');
}

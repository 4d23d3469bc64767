// What of triggers and deliveries makes the server less than well.

import { isLasting } from '../../core/deliveries/failing-time.ts';
import type { ErrorDetail } from '../../core/errors.ts';
import type { TriggerSnapshot } from '../../triggers/plan/trigger-snapshot.ts';
import type { ClosedTarget } from '../../triggers/provisioned/target-check.ts';

export interface TriggersStanding {
  readonly current: TriggerSnapshot | undefined;
  /** Why they could not be read the last time. */
  readonly unread: string | undefined;
  readonly fileFaults: readonly ErrorDetail[];
  /** Triggers of the file that lead to where nothing may be sent. */
  readonly closed: readonly ClosedTarget[];
  /** How many deliveries wait. */
  readonly waiting: number;
  readonly now: number;
}

export interface TriggersVerdict {
  readonly status: 'ok' | 'degraded';
  readonly message: string;
}

/** None of it is a reason to restart this process. */
export function judgeTriggers({
  current,
  unread,
  fileFaults,
  closed,
  waiting,
  now,
}: TriggersStanding): TriggersVerdict {
  const reasons: string[] = [];
  const calm: string[] = [];
  if (unread !== undefined) reasons.push(`The triggers cannot be read: ${unread}`);
  const [fault, fileFault] = [current?.faults[0], fileFaults[0]];
  if (fault) reasons.push(`Nothing goes through the trigger "${fault.name}" as it is written: ${fault.message}`);
  if (fileFault)
    reasons.push(
      `The triggers of the configuration file are those from before: ${fileFault.path}: ${fileFault.message}`,
    );
  for (const { name, message } of closed) reasons.push(`The trigger "${name}" leads nowhere: ${message}`);
  for (const { id, name, enabled } of current?.triggers ?? []) {
    const { suspension, failingSince } = current?.standingOf(id) ?? { suspension: null, failingSince: null };
    if (!enabled) continue;
    if (suspension === 'gone') reasons.push(`The trigger "${name}" is suspended: its receiver says that it is gone.`);
    else if (suspension === 'failing')
      reasons.push(`The trigger "${name}" is suspended: nothing came through in five days of trying.`);
    else if (failingSince !== null && !isLasting(failingSince, now))
      calm.push(`The last message through the trigger "${name}" did not arrive; what can be tried again is.`);
    else if (failingSince !== null)
      reasons.push(`Nothing came through the trigger "${name}" since ${new Date(failingSince).toISOString()}.`);
  }
  const words = waiting === 1 ? 'One delivery waits.' : `${waiting} deliveries wait.`;
  const told = [...reasons, ...calm];
  if (told.length === 0) return { status: 'ok', message: waiting === 0 ? 'No delivery waits.' : words };
  // They are counted now and then only: that none waits may be untrue where receivers fail.
  const message = [...told, ...(waiting === 0 ? [] : [words])].join(' ');
  return { status: reasons.length === 0 ? 'ok' : 'degraded', message };
}

// The event that something becomes which happened to a container.
import { eventText } from '../../core/events/event-text.ts';
import { isLate } from '../../core/events/late.ts';
import type { NewEvent } from '../../core/events/new-event.ts';
import { originFacts } from '../../core/events/origin-facts.ts';
import type { Happening, HappeningKind } from '../../core/life/happening.ts';
import { type Origin, originName } from '../../core/lines/origin.ts';
import { millisecondsOf, stampText } from '../../core/lines/stamp.ts';
import { workloadId } from '../../core/lines/workload-id.ts';
import type { Severity } from '../../core/severity.ts';

const SEVERITIES: Readonly<Record<HappeningKind, Severity>> = {
  died: 'error',
  oom: 'critical',
  unhealthy: 'error',
  healthy: 'info',
  restart_loop: 'critical',
};

/** By these a program was killed or terminated, as somebody may have wished. */
const MAY_BE_WISHED = new Set([128 + 9, 128 + 15]);

export interface AdmittedHappening {
  readonly origin: Origin;
  readonly happening: Happening;
  /** Happenings of this kind to this container that were held back before it. */
  readonly suppressed: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The container, what happened, and when by the engine's clock: the same whenever it is heard. */
export const happeningKey = ({ key }: Origin, { kind, at }: Happening): string => `${key} ${kind} ${stampText(at)}`;

export function eventOfHappening({ origin, happening, suppressed, now }: AdmittedHappening): NewEvent {
  const { kind, at, details } = happening;
  const happenedAt = Math.floor(millisecondsOf(at));
  const { exitCode, stopAsked, restarts, withinSeconds } = details;
  return {
    key: happeningKey(origin, happening),
    source: 'docker',
    severity: SEVERITIES[kind],
    message: eventText(Buffer.from(`${originName(origin)} ${words(happening)}`)),
    metadata: {
      ...originFacts(origin),
      kind,
      happened_at: new Date(happenedAt).toISOString(),
      ...(exitCode !== undefined && { exit_code: exitCode }),
      ...(stopAsked !== undefined && { stop_requested: stopAsked }),
      ...(restarts !== undefined && { restarts }),
      ...(withinSeconds !== undefined && { within_seconds: withinSeconds }),
      suppressed,
      ...(isLate(happenedAt, now) && { late: true }),
    },
    workloadId: workloadId(origin),
    ruleId: null,
  };
}

function words({ kind, details }: Happening): string {
  const { exitCode, stopAsked, restarts, withinSeconds } = details;
  switch (kind) {
    case 'died': {
      const isUnclear = stopAsked === null && exitCode !== undefined && MAY_BE_WISHED.has(exitCode);
      return `died with exit code ${exitCode}${isUnclear ? ' (whether somebody asked it to stop is not known)' : ''}`;
    }
    case 'oom':
      return `ran out of memory${exitCode === undefined ? '' : ` and died with exit code ${exitCode}`}`;
    case 'unhealthy':
      return 'is unhealthy';
    case 'healthy':
      return 'is healthy again';
    case 'restart_loop':
      return `is in a restart loop: ${restarts} restarts within ${withinSeconds} s`;
  }
}

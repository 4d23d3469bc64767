// The event that a gap becomes: stored in one transaction with the gap.
import { eventText } from '../../core/events/event-text.ts';
import type { NewEvent } from '../../core/events/new-event.ts';
import { originFacts } from '../../core/events/origin-facts.ts';
import { isContainer, type Origin, originName } from '../../core/lines/origin.ts';
import type { Gap, GapReason } from '../../core/lines/reading.ts';
import { millisecondsOf, type Stamp } from '../../core/lines/stamp.ts';
import { workloadId } from '../../core/lines/workload-id.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const WORDS: Readonly<Record<GapReason, string>> = {
  rotated: 'are lost: the engine had deleted them before they could be read',
  removed_while_away: 'are lost: the container was removed while nobody watched',
  missed_short_lived: 'are lost: the container was gone before its first line could be asked for',
  removed_before_read: 'may be lost: the container was removed before it was certain that all of them had been read',
  end_unproven:
    'may be lost, the last ones, as those of each container that this engine removes when it ends: it does not say whether it has sent all. This is told once a day; every such container has its gap in the list',
  engine_error: 'are lost: the engine broke off in the middle',
  truncated: 'may be lost: the file was cut or written over before it was certain that all of it had been read',
};

/** What happens to files and not to containers. */
const WORDS_OF_FILES: Partial<Readonly<Record<GapReason, string>>> = {
  rotated:
    'may be lost: the file was rotated away, deleted or replaced before it was certain that all of it had been read',
  removed_while_away: 'are lost: the file was removed while nobody watched',
  missed_short_lived: 'are lost: the file was gone before its first line could be read',
  removed_before_read: 'may be lost: the file was removed before it was certain that all of it had been read',
};

const wordsOf = (origin: Origin, reason: GapReason): string =>
  (isContainer(origin) ? undefined : WORDS_OF_FILES[reason]) ?? WORDS[reason];

interface Committed {
  readonly origin?: Origin | undefined;
  readonly gaps?: readonly Gap[] | undefined;
  readonly effects: readonly NewEvent[];
}

/** The same changes, with an event for each container and reason that lost lines, at most one an hour: all gaps are listed with the container. What holds for an engine is told once a day for all its containers. */
export function withGapEvents<Change extends Committed>(changes: readonly Change[], now: number): readonly Change[] {
  return changes.map((change) => {
    const { origin, gaps = [], effects } = change;
    if (origin === undefined || gaps.length === 0) return change;
    return { ...change, effects: [...effects, ...gaps.map((gap) => gapEvent(origin, gap, now))] };
  });
}

function gapEvent(origin: Origin, { reason, from, to }: Gap, now: number): NewEvent {
  return {
    key: gapKey(origin, reason, now),
    source: 'system',
    severity: 'warn',
    message: eventText(Buffer.from(`Lines of ${originName(origin)} ${wordsOf(origin, reason)}.`)),
    metadata: {
      ...{ kind: 'gap', reason, from: momentOf(from), to: momentOf(to) },
      ...originFacts(origin),
    },
    workloadId: workloadId(origin),
    ruleId: null,
  };
}

const gapKey = ({ key, host }: Origin, reason: GapReason, now: number): string =>
  reason === 'end_unproven'
    ? `system gap of ${host} ${reason} ${Math.floor(now / DAY_MS)}`
    : `system gap ${key} ${reason} ${Math.floor(now / HOUR_MS)}`;

const momentOf = (stamp: Stamp | undefined): string | null =>
  stamp === undefined ? null : new Date(Math.floor(millisecondsOf(stamp))).toISOString();

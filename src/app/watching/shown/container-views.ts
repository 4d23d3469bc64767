// What is known of the watching of a container, in the words of the API.

import type { JoinTerms } from '../../../core/joining/joining.ts';
import { originId } from '../../../core/lines/naming/origin-id.ts';
import { isContainer, type Origin, originName } from '../../../core/lines/origin.ts';
import type { Gap, ReconnectReason } from '../../../core/lines/reading.ts';
import type { Stamp } from '../../../core/lines/stamp.ts';
import type { KnownOrigin } from '../../../core/lines/standing.ts';
import { workloadId } from '../../../core/lines/workload-id.ts';
import {
  type ContainerView,
  OUT_OF_REACH,
  WATCHED_ELSEWHERE,
} from '../../../http/resources/watching/container-shapes.ts';
import type { FileDetails } from '../../../sources/file/file-status.ts';
import type { CoverageView } from '../../../tail/coverage/origin-coverage.ts';
import { shownDetails } from './file-views.ts';

/** How the engine of a container stands: whether this instance watches it, and why it is out of reach if it is. */
export interface EngineStands {
  readonly isOurs: boolean;
  readonly outOfReach: string | undefined;
  readonly joined: (origin: Origin) => JoinTerms | undefined;
}

/** Of a container that this instance has found. */
export function shownContainer(
  view: CoverageView,
  { outOfReach, joined }: Pick<EngineStands, 'outOfReach' | 'joined'>,
  details?: FileDetails | undefined,
): ContainerView {
  const { origin, foundAt, goneAt, watchedSince, cursor, newestKnown, lagSeconds } = view;
  const { lines, bytes, lateLines, reconnects, gapsTotal, latestGaps, stuck, paused } = view;
  const isAway = outOfReach !== undefined && view.state !== 'gone';
  return {
    ...named(origin),
    state: isAway ? OUT_OF_REACH : view.state,
    note: isAway ? outOfReach : (view.note ?? null),
    file: details ? shownDetails(details) : null,
    ...shownJoined(joined(origin)),
    found_at: iso(foundAt),
    gone_at: isoOrNull(goneAt),
    watched_since: shownSince(watchedSince),
    cursor_at: stampOrNull(cursor),
    newest_known_at: stampOrNull(newestKnown),
    lag_seconds: lagSeconds,
    lines,
    bytes,
    late_lines: lateLines,
    reconnects: happened(reconnects),
    gaps_total: gapsTotal,
    gaps: latestGaps.map(shownGap),
    stuck,
    paused,
  };
}

/** Of a container of which this instance knows only what was saved. */
export function shownSaved(known: KnownOrigin, stands: EngineStands): ContainerView {
  const { origin, foundAt, goneAt, watchedSince, cursor, lines, bytes, lateLines, gapsTotal, latestGaps } = known;
  return {
    ...named(origin),
    ...savedState(known, stands),
    file: null,
    ...shownJoined(stands.joined(origin)),
    found_at: iso(foundAt),
    gone_at: isoOrNull(goneAt),
    watched_since: shownSince(watchedSince),
    cursor_at: stampOrNull(cursor),
    newest_known_at: null,
    lag_seconds: goneAt === undefined ? null : 0,
    lines,
    bytes,
    late_lines: lateLines,
    reconnects: {},
    gaps_total: gapsTotal,
    gaps: latestGaps.map(shownGap),
    stuck: false,
    paused: false,
  };
}

function savedState(
  { goneAt, origin }: Pick<KnownOrigin, 'goneAt' | 'origin'>,
  { isOurs, outOfReach }: EngineStands,
): Pick<ContainerView, 'state' | 'note'> {
  if (goneAt !== undefined) return { state: 'gone', note: null };
  if (!isOurs)
    return {
      state: WATCHED_ELSEWHERE,
      note: `This instance does not watch ${isContainer(origin) ? 'its engine' : 'the files of its machine'}; these are the figures that were saved last.`,
    };
  if (outOfReach !== undefined) return { state: OUT_OF_REACH, note: outOfReach };
  const asked = isContainer(origin) ? 'its engine is being asked for it' : 'it is being looked for';
  return { state: 'starting', note: `It is known from before, and ${asked}.` };
}

const shownJoined = (terms: JoinTerms | undefined) => ({
  joins_lines: terms !== undefined,
  join_start: terms?.start ?? null,
});

function named(origin: Origin) {
  const { image = '', host, workload } = origin;
  const named = { id: workloadId(origin), ...workload };
  return { id: originId(origin), name: originName(origin), image, host, workload: named };
}

export const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
const isoOrNull = (milliseconds: number | undefined): string | null =>
  milliseconds === undefined ? null : iso(milliseconds);

const shownSince = ({ stdout, stderr }: CoverageView['watchedSince']) => ({
  stdout: isoOrNull(stdout),
  stderr: isoOrNull(stderr),
});

/** RFC 3339 with all nine digits of the second. */
export const shownStamp = ({ seconds, nanos }: Stamp): string =>
  `${iso(seconds * 1000).slice(0, 19)}.${String(nanos).padStart(9, '0')}Z`;
const stampOrNull = (stamp: Stamp | undefined): string | null => (stamp === undefined ? null : shownStamp(stamp));

const shownGap = ({ reason, from, to }: Gap) => ({ reason, from: stampOrNull(from), to: stampOrNull(to) });

function happened(reconnects: Readonly<Record<ReconnectReason, number>>): Partial<Record<ReconnectReason, number>> {
  return Object.fromEntries(Object.entries(reconnects).filter(([, count]) => count > 0));
}

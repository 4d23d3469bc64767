// What is known of the watching of containers, in the words of the API.
import { createHash } from 'node:crypto';
import type { Origin } from '../../core/lines/origin.ts';
import type { Gap, ReconnectReason } from '../../core/lines/reading.ts';
import type { Stamp } from '../../core/lines/stamp.ts';
import type { SavedOrigin } from '../../core/lines/standing.ts';
import type { ContainerView, WorkloadView } from '../../http/resources/watching/container-shapes.ts';
import { WATCHED_ELSEWHERE } from '../../http/resources/watching/container-shapes.ts';
import type { CoverageView } from '../../tail/coverage/origin-coverage.ts';

export function shownContainer(view: CoverageView): ContainerView {
  const { origin, state, note, foundAt, goneAt, watchedSince, cursor, newestKnown, lagSeconds } = view;
  const { lines, bytes, lateLines, reconnects, gapsTotal, latestGaps, stuck, paused } = view;
  return {
    ...named(origin),
    state,
    note: note ?? null,
    found_at: iso(foundAt),
    gone_at: goneAt === undefined ? null : iso(goneAt),
    watched_since: shownSince(watchedSince),
    cursor_at: shownStamp(cursor),
    newest_known_at: shownStamp(newestKnown),
    lag_seconds: Math.max(0, lagSeconds),
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

/** Of a container that another instance watches: what that one saved last. */
export function shownSaved({
  origin,
  foundAt,
  watchedSince,
  cursor,
  lines,
  bytes,
  lateLines,
  gapsTotal,
  latestGaps,
  gone,
}: SavedOrigin): ContainerView {
  return {
    ...named(origin),
    state: gone ? 'gone' : WATCHED_ELSEWHERE,
    note: gone ? null : 'Another instance watches this engine; these are the figures that it saved last.',
    found_at: iso(foundAt),
    gone_at: null,
    watched_since: shownSince(watchedSince),
    cursor_at: shownStamp(cursor),
    newest_known_at: null,
    lag_seconds: 0,
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

/** The workloads of these containers, each once. */
export function workloadsOf(containers: readonly ContainerView[]): WorkloadView[] {
  const byId = Map.groupBy(containers, ({ workload }) => workload.id);
  return [...byId.values()].flatMap((of) => {
    const [first] = of;
    if (first === undefined) return [];
    return [
      {
        ...first.workload,
        host: first.host,
        containers: of.map(({ id, name, state }) => ({ id, name, state })),
        lines: of.reduce((sum, { lines }) => sum + lines, 0),
        gaps_total: of.reduce((sum, { gaps_total }) => sum + gaps_total, 0),
      },
    ];
  });
}

function named({ containerId, containerName, image, host, workload }: Origin) {
  return {
    id: containerId,
    name: containerName,
    image,
    host,
    workload: { id: workloadId(host, workload), ...workload },
  };
}

/** The same after a restart and on another instance: a digest of what makes the workload what it is. */
function workloadId(host: string, { kind, name }: Origin['workload']): string {
  return createHash('sha256')
    .update(JSON.stringify([host, kind, name]))
    .digest('hex')
    .slice(0, 16);
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
const isoOrNull = (milliseconds: number | undefined): string | null =>
  milliseconds === undefined ? null : iso(milliseconds);

const shownSince = ({ stdout, stderr }: CoverageView['watchedSince']) => ({
  stdout: isoOrNull(stdout),
  stderr: isoOrNull(stderr),
});

/** RFC 3339 with all nine digits of the second. */
export function shownStamp(stamp: Stamp): string;
export function shownStamp(stamp: Stamp | undefined): string | null;
export function shownStamp(stamp: Stamp | undefined): string | null {
  if (stamp === undefined) return null;
  return `${iso(stamp.seconds * 1000).slice(0, 19)}.${String(stamp.nanos).padStart(9, '0')}Z`;
}

const shownGap = ({ reason, from, to }: Gap) => ({ reason, from: shownStamp(from), to: shownStamp(to) });

function happened(reconnects: Readonly<Record<ReconnectReason, number>>): Partial<Record<ReconnectReason, number>> {
  return Object.fromEntries(Object.entries(reconnects).filter(([, count]) => count > 0));
}

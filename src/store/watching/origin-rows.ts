// Origins as rows, and rows as origins.
import type { Insertable, Selectable } from 'kysely';
import type { SavedFlood } from '../../core/lines/flood-state.ts';
import type { Origin } from '../../core/lines/origin.ts';
import type { Gap, SavedPosition } from '../../core/lines/reading.ts';
import { parseStampText, type Stamp, stampText } from '../../core/lines/stamp.ts';
import type { KnownOrigin, OriginChange, OriginStanding, SavedOrigin } from '../../core/lines/standing.ts';
import { workloadId } from '../../core/lines/workload-id.ts';
import type { GapsTable, OriginsTable } from '../tables/watching-tables.ts';
import { floodOf, floodText } from './flood/flood-rows.ts';

/** Where the saved tail of a position lies, in all that was ever appended to it. */
export interface TailSpan {
  readonly tail_from: number;
  readonly tail_end: number;
}

/** In the place of a description: the one that is saved stays. */
export const AS_BEFORE = '';

export interface RowMoment {
  readonly span: TailSpan;
  readonly now: number;
  /** What the origin is and is called is saved as it is. */
  readonly isDescribed: boolean;
}

/** The row of an origin that is new, or what is new of one that is known: counts are differences. */
export function originRow<Effect>(
  change: OriginChange<Effect>,
  { span, now, isDescribed }: RowMoment,
): Omit<Selectable<OriginsTable>, 'id'> {
  const { origin, foundAt, watchedSince, cursor, settled, gone, position, flood, lines, bytes, lateLines } = change;
  return {
    key: origin.key,
    source: origin.source,
    workload: workloadId(origin),
    origin: isDescribed ? AS_BEFORE : JSON.stringify(origin),
    found_at: foundAt,
    stdout_since: watchedSince.stdout ?? null,
    stderr_since: watchedSince.stderr ?? null,
    cursor: stampOrNull(cursor),
    settled: settled ? 1 : 0,
    gone_at: gone ? now : null,
    head: position?.head ?? null,
    flood: flood ? floodText(flood.standing) : null,
    ...span,
    lines,
    bytes,
    late_lines: lateLines,
  };
}

/** What is saved of the gaps of one origin. */
export interface GapsOfOrigin {
  readonly gapsTotal: number;
  /** The last of them, in order. */
  readonly gaps: readonly Selectable<GapsTable>[];
}

export function savedOrigin(
  row: Selectable<OriginsTable>,
  { tail, rules, ...gaps }: GapsOfOrigin & { readonly tail: Uint8Array; readonly rules: SavedFlood['rules'] },
): SavedOrigin {
  const position: SavedPosition | undefined =
    row.head === null ? undefined : { head: row.head, tail, tailFrom: row.tail_from };
  const flood = row.flood === null ? undefined : { standing: floodOf(row.flood), rules };
  return { ...standing(row), ...figures(row, gaps), position, flood, gone: row.gone_at !== null };
}

/** The row of an origin without how far it was read, and how its flood control stood there. */
export type KnownRow = Omit<Selectable<OriginsTable>, 'head' | 'flood' | 'tail_from' | 'tail_end'>;

export function knownOrigin(row: KnownRow, gaps: GapsOfOrigin): KnownOrigin {
  return { ...standing(row), ...figures(row, gaps), goneAt: row.gone_at ?? undefined };
}

function standing(row: KnownRow): Omit<OriginStanding, 'gone'> {
  const origin: Origin = JSON.parse(row.origin);
  return {
    origin,
    foundAt: row.found_at,
    watchedSince: { stdout: row.stdout_since ?? undefined, stderr: row.stderr_since ?? undefined },
    cursor: stampOrNone(row.cursor),
    settled: row.settled === 1,
  };
}

const figures = ({ lines, bytes, late_lines }: KnownRow, { gapsTotal, gaps }: GapsOfOrigin) => ({
  lines,
  bytes,
  lateLines: late_lines,
  gapsTotal,
  latestGaps: gaps.map(gapOf),
});

export function gapRow(originId: number, { reason, from, to }: Gap, now: number): Omit<Insertable<GapsTable>, 'id'> {
  return { origin_id: originId, reason, from_stamp: stampOrNull(from), to_stamp: stampOrNull(to), found_at: now };
}

export const gapOf = ({ reason, from_stamp, to_stamp }: Selectable<GapsTable>): Gap => ({
  reason,
  from: stampOrNone(from_stamp),
  to: stampOrNone(to_stamp),
});

const stampOrNull = (stamp: Stamp | undefined): string | null => (stamp === undefined ? null : stampText(stamp));
const stampOrNone = (text: string | null): Stamp | undefined => (text === null ? undefined : parseStampText(text));

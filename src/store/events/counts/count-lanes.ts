// How many events of some lanes were stored in each step, counted from the newest on in slices of time. A statement cannot be stopped, so that each slice is as long
// as can be counted within a few milliseconds: shorter where many events are, longer where hardly any.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Clock } from '../../../core/clock.ts';
import type { Severity } from '../../../core/severity.ts';
import type { StoreKind } from '../../backend/backend.ts';
import type { Tables } from '../../tables.ts';
import type { Lanes } from '../pages/event-lanes.ts';
import { firstInOrder, inLaneOrder, isInLane } from '../pages/lane-order.ts';
import { type StepTally, stepMs } from './step-tally.ts';

/** Then the count ends, wherever it is; at least one slice was counted. */
const BUDGET_MS = 25;
/** Events that one slice may have. */
const MOST_IN_SLICE = 4_096;
/** A slice with fewer is followed by a longer one. */
const FEW_IN_SLICE = MOST_IN_SLICE / 8;
/** By how much the next slice is longer, or shorter. */
const LEAP = 4;

export interface LaneCount {
  readonly kind: StoreKind;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly lanes: Lanes;
  /** Stored at this time or later, milliseconds since 1970 … */
  readonly from: number;
  /** … and before this one. */
  readonly to: number;
  /** Minutes that are counted together. */
  readonly step: number;
}

/** Gives how far back it came: everything from this time on is in the tally. */
export async function countLanes(db: Kysely<Tables>, count: LaneCount, tally: StepTally): Promise<number> {
  const { clock, from, to, step } = count;
  const severities = await severitiesOf(db, count.lanes);
  if (severities.size === 0) return from;
  const ends = clock.monotonic() + BUDGET_MS;
  let [below, length] = [to, stepMs(step)];
  while (below > from && (below === to || clock.monotonic() < ends)) {
    const begin = Math.max(from, below - length);
    // What was stored within one millisecond cannot be divided.
    const limit = begin + 1 < below ? MOST_IN_SLICE : Number.MAX_SAFE_INTEGER;
    const rows = await countSlice(db, { ...count, values: [...severities.keys()], from: begin, to: below, limit });
    const found = rows.reduce((sum, { events }) => sum + Number(events), 0);
    if (found >= limit) length = Math.max(1, Math.floor((below - begin) / LEAP));
    if (found >= limit) continue;
    for (const { value, step: at, events } of rows) {
      const severity = severities.get(Number(value));
      if (severity !== undefined) tally.add(Number(at), severity, Number(events));
    }
    if (found < FEW_IN_SLICE) length *= LEAP;
    below = begin;
  }
  return below;
}

/** Of each lane there is. */
async function severitiesOf(db: Kysely<Tables>, { by, values }: Lanes): Promise<ReadonlyMap<number, Severity>> {
  const joined =
    by === 'class_id'
      ? sql`event_classes on event_classes.id = lane.value`
      : sql`event_series on event_series.id = lane.value join event_classes on event_classes.id = event_series.class_id`;
  const { rows } = await sql<{ readonly value: number; readonly severity: Severity }>`
    select lane.value, event_classes.severity from (${values}) as lane join ${joined}`.execute(db);
  return new Map(rows.map(({ value, severity }) => [Number(value), severity]));
}

interface Slice extends Omit<LaneCount, 'clock'> {
  /** Of the lanes. */
  readonly values: readonly number[];
  readonly limit: number;
}

interface SliceRow {
  readonly value: number;
  readonly step: number;
  readonly events: number;
}

const countSlice = async (db: Kysely<Tables>, slice: Slice): Promise<readonly SliceRow[]> =>
  (await sliceOf(slice).execute(db)).rows;

/** No event is read: all that is asked for stands in the index of the lanes. */
export function sliceOf(slice: Slice): RawBuilder<SliceRow> {
  const { kind, lanes, values, from, to, step, limit } = slice;
  const part = { kind, lanes, lane: sql.ref('lane.value'), below: { at: to, id: 0 }, from: sql<number>`${from}` };
  const found =
    kind === 'postgres'
      ? sql`cross join lateral (${firstInOrder(kind, inLaneOrder(part), limit)}) as event`
      : sql`cross join event_log on ${isInLane(part)}`;
  const at = kind === 'postgres' ? sql.ref('event.created_at') : sql.ref('event_log.created_at');
  const lane = sql`(${sql.join(
    values.map((value) => sql`select ${sql.lit(value)} as value`),
    sql` union all `,
  )}) as lane`;
  return sql<SliceRow>`select found.value, found.step, count(*) as events
    from (select lane.value as value, ${at} / ${sql.lit(stepMs(step))} as step from ${lane} ${found} limit ${sql.lit(limit)}) as found
    group by found.value, found.step`;
}

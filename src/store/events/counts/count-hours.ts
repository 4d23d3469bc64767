// How many events of each workload were stored in each hour, counted when they are, so that a list of workloads reads no event.
import { type Kysely, sql, type Transaction } from 'kysely';
import { noSeverityCounts, type SeverityCounts } from '../../../core/events/severity-counts.ts';
import type { OldHours } from '../../../core/retention.ts';
import { builtForRows } from '../../backend/built-once.ts';
import { UNHEARD } from '../../backend/unheard.ts';
import type { Tables } from '../../tables.ts';
import type { EventTraits } from '../event-series.ts';

const HOUR_MS = 3_600_000;
const ROWS_A_STATEMENT = 500;
/** A day begins within an hour, which counts as a whole one. */
const HOURS_A_DAY = 24;

interface HourRow {
  readonly workload_id: string;
  readonly hour: number;
  readonly severity: EventTraits['severity'];
  readonly events: number;
}

/** An event about no workload is in no hour. The caller is alone with the events. */
export async function addToHours(trx: Transaction<Tables>, kinds: readonly EventTraits[], now: number): Promise<void> {
  const rows = rowsOf(kinds, Math.floor(now / HOUR_MS));
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) await addRows(trx, rows.slice(at, at + ROWS_A_STATEMENT));
}

const addRows = builtForRows((db, rows: readonly HourRow[]) =>
  db
    .insertInto('event_hours')
    .values([...rows])
    .onConflict((conflict) =>
      conflict
        .columns(['workload_id', 'hour', 'severity'])
        .doUpdateSet({ events: sql<number>`event_hours.events + excluded.events` }),
    )
    .modifyEnd(UNHEARD)
    .compile(),
);

/** There are few kinds among many events, each one object. */
function rowsOf(kinds: readonly EventTraits[], hour: number): readonly HourRow[] {
  const ofKind = new Map<EventTraits, number>();
  for (const kind of kinds) ofKind.set(kind, (ofKind.get(kind) ?? 0) + 1);
  const rows = new Map<string, HourRow>();
  for (const [{ workload_id, severity }, events] of ofKind) {
    if (workload_id === null) continue;
    const key = `${severity} ${workload_id}`;
    rows.set(key, { workload_id, hour, severity, events: events + (rows.get(key)?.events ?? 0) });
  }
  return [...rows.values()];
}

/** Of the last 24 hours; a workload without events is not in the answer. */
export async function countLastDay(
  db: Kysely<Tables>,
  workloadIds: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, SeverityCounts>> {
  const counts = new Map<string, Record<EventTraits['severity'], number>>();
  if (workloadIds.length === 0) return counts;
  const rows = await db
    .selectFrom('event_hours')
    .select(({ fn }) => [
      'event_hours.workload_id',
      'event_hours.severity',
      fn.sum<number>('event_hours.events').as('events'),
    ])
    .where('event_hours.workload_id', 'in', [...workloadIds])
    .where('event_hours.hour', '>=', Math.floor(now / HOUR_MS) - HOURS_A_DAY)
    .groupBy(['event_hours.workload_id', 'event_hours.severity'])
    .execute();
  for (const { workload_id, severity, events } of rows) {
    const ofWorkload = counts.get(workload_id) ?? noSeverityCounts();
    ofWorkload[severity] = Number(events);
    counts.set(workload_id, ofWorkload);
  }
  return counts;
}

/** Gives how many. The caller is alone with the events. */
export async function forgetHours(trx: Transaction<Tables>, { before, limit }: OldHours): Promise<number> {
  const old = sql`select event_hours.hour, event_hours.workload_id, event_hours.severity from event_hours
    where event_hours.hour < ${Math.floor(before / HOUR_MS)} order by event_hours.hour limit ${limit}`;
  const { numAffectedRows = 0n } = await sql`delete from event_hours
    where (event_hours.hour, event_hours.workload_id, event_hours.severity) in (${old})`.execute(trx);
  return Number(numAffectedRows);
}

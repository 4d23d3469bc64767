// How many events were stored in each minute, counted when they are, so that a chart reads no event.
import { type Kysely, sql, type Transaction } from 'kysely';
import type { EventMinute, MinuteSpan } from '../../../core/events/event-query.ts';
import type { StoredEvent } from '../../../core/events/stored-event.ts';
import { SEVERITIES, type Severity } from '../../../core/severity.ts';
import { builtForRows } from '../../backend/built-once.ts';
import { UNHEARD } from '../../backend/unheard.ts';
import type { EventMinutesTable } from '../../tables/event-tables.ts';
import type { Tables } from '../../tables.ts';
import { MINUTE_MS, StepTally } from './step-tally.ts';

export async function addToMinute(
  trx: Transaction<Tables>,
  stored: readonly StoredEvent[],
  now: number,
): Promise<void> {
  const minute = Math.floor(now / MINUTE_MS);
  const rows = SEVERITIES.flatMap((severity) => {
    const events = stored.filter((event) => event.severity === severity).length;
    return events > 0 ? [{ minute, severity, events }] : [];
  });
  if (rows.length > 0) await addMinutes(trx, rows);
}

const addMinutes = builtForRows((db, rows: readonly EventMinutesTable[]) =>
  db
    .insertInto('event_minutes')
    .values([...rows])
    .onConflict((conflict) =>
      conflict
        .columns(['minute', 'severity'])
        .doUpdateSet({ events: sql<number>`event_minutes.events + excluded.events` }),
    )
    .modifyEnd(UNHEARD)
    .compile(),
);

export async function countMinutes(
  db: Kysely<Tables>,
  { from, to, step }: MinuteSpan,
  severities: readonly Severity[] = SEVERITIES,
): Promise<readonly EventMinute[]> {
  const slot = sql<number>`(event_minutes.minute / ${sql.lit(step)})`;
  const rows = await db
    .selectFrom('event_minutes')
    .select(({ fn }) => [
      slot.as('slot'),
      'event_minutes.severity',
      fn.sum<number>('event_minutes.events').as('events'),
    ])
    .where('event_minutes.minute', '>=', Math.floor(from / MINUTE_MS))
    .where('event_minutes.minute', '<', Math.ceil(to / MINUTE_MS))
    .where('event_minutes.severity', 'in', severities)
    .groupBy([slot, 'event_minutes.severity'])
    .orderBy(slot)
    .execute();
  const tally = new StepTally(step);
  for (const row of rows) tally.add(row.slot, row.severity, Number(row.events));
  return tally.steps();
}

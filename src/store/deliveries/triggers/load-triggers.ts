// Reads all triggers at once, for whoever keeps in mind which are in force.
import type { Kysely } from 'kysely';
import { MOST_TRIGGERS, type Trigger, type TriggerStanding } from '../../../core/deliveries/trigger.ts';
import type { Tables } from '../../tables.ts';
import { readTriggerRevision } from './trigger-revision.ts';
import { type TriggerRows, toStanding } from './trigger-rows.ts';

export interface AllTriggers {
  /** Whatever changed while the rest was read has raised it. */
  readonly revision: number;
  readonly triggers: readonly Trigger[];
  readonly standings: ReadonlyMap<string, TriggerStanding>;
}

/** Standings of triggers in files among them. */
const MOST_STANDINGS = 2_000;

export async function loadTriggers(db: Kysely<Tables>, before: TriggerRows): Promise<AllTriggers> {
  const revision = await readTriggerRevision(db);
  const rows = await db
    .selectFrom('event_triggers')
    .selectAll('event_triggers')
    .orderBy('event_triggers.id')
    .limit(MOST_TRIGGERS)
    .execute();
  const standings = await db
    .selectFrom('trigger_standings')
    .selectAll('trigger_standings')
    .limit(MOST_STANDINGS)
    .execute();
  return {
    revision,
    triggers: before.read(rows),
    standings: new Map(standings.map((row) => [row.trigger_id, toStanding(row)])),
  };
}

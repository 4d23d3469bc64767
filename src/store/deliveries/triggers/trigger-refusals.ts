// Why a trigger cannot be saved beside those that are there. Asked within a transaction that is alone with the triggers, so that the answer holds.
import type { Transaction } from 'kysely';
import { fieldRefusal } from '../../../core/changes/field-refusal.ts';
import { MOST_TRIGGERS } from '../../../core/deliveries/trigger.ts';
import { TocsinError } from '../../../core/errors.ts';
import type { Tables } from '../../tables.ts';

/** @param self the row that the trigger has already; `NO_ROW` for a new one. */
export async function refuseTakenName(trx: Transaction<Tables>, name: string, self: number): Promise<void> {
  const other = await trx
    .selectFrom('event_triggers')
    .select('event_triggers.id')
    .where('event_triggers.name', '=', name)
    .where('event_triggers.id', '!=', self)
    .executeTakeFirst();
  if (!other) return;
  throw fieldRefusal('conflict', 'name', `A trigger with the name "${name}" exists already.`);
}

export async function refuseTooMany(trx: Transaction<Tables>): Promise<void> {
  const { triggers } = await trx
    .selectFrom('event_triggers')
    .select((is) => is.fn.countAll<number>().as('triggers'))
    .executeTakeFirstOrThrow();
  if (Number(triggers) >= MOST_TRIGGERS)
    throw new TocsinError('refused', `There are ${triggers} triggers already, which is as many as can be.`);
}

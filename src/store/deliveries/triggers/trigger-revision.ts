// A number that every change of a trigger, or of what is known of one, makes greater, by which other instances see that they must read again.
import type { Transaction } from 'kysely';
import { putSetting, readSetting } from '../../settings.ts';
import type { Tables } from '../../tables.ts';

export async function readTriggerRevision(db: Pick<Transaction<Tables>, 'selectFrom'>): Promise<number> {
  return Number((await readSetting(db, 'triggers_revision')) ?? 0);
}

/** Within a transaction that is alone with the triggers. */
export async function raiseTriggerRevision(trx: Transaction<Tables>): Promise<void> {
  await putSetting(trx, 'triggers_revision', String((await readTriggerRevision(trx)) + 1));
}

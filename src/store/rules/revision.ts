// A number that every change of a rule or a mute makes greater, by which other instances see that they must read again.
import type { Transaction } from 'kysely';
import { putSetting, readSetting } from '../settings.ts';
import type { Tables } from '../tables.ts';

export async function readRevision(db: Pick<Transaction<Tables>, 'selectFrom'>): Promise<number> {
  return Number((await readSetting(db, 'rules_revision')) ?? 0);
}

/** Within a transaction that is alone with the rules. */
export async function raiseRevision(trx: Transaction<Tables>): Promise<void> {
  await putSetting(trx, 'rules_revision', String((await readRevision(trx)) + 1));
}

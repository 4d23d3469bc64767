// What the store remembers about itself.
import type { Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/** `migrated_by`: the version that last changed the tables. `write_probe`: when health last tried to write. `rules_revision`: how often rules or mutes were changed. `triggers_revision`: how often triggers were, or what is known of them. `forgotten_lines`, `forgotten_bytes`: what was judged of origins that are forgotten. */
export type SettingName =
  | 'migrated_by'
  | 'write_probe'
  | 'rules_revision'
  | 'triggers_revision'
  | 'forgotten_lines'
  | 'forgotten_bytes';

export async function putSetting(trx: Transaction<Tables>, name: SettingName, value: string): Promise<void> {
  await trx
    .insertInto('settings')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

export async function readSetting(
  db: Pick<Transaction<Tables>, 'selectFrom'>,
  name: SettingName,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('settings')
    .select('settings.value')
    .where('settings.name', '=', name)
    .executeTakeFirst();
  return row?.value;
}

/** The smallest real write: one row, one commit. */
export function writeProbe(now: number): (trx: Transaction<Tables>) => Promise<void> {
  return (trx) => putSetting(trx, 'write_probe', String(now));
}

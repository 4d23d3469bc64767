// Whether a trigger of the API is one through which something may be sent, by what stands in the tables now.
import type { Transaction } from 'kysely';
import { rowId } from '../../row-id.ts';
import type { Tables } from '../../tables.ts';

/** False for one that is in no table, as those of a file are: of these the caller knows more. */
export async function isOpenTrigger(trx: Transaction<Tables>, id: string): Promise<boolean> {
  const found = await trx
    .selectFrom('event_triggers')
    .leftJoin('trigger_standings', (join) => join.on('trigger_standings.trigger_id', '=', id))
    .select(['event_triggers.enabled', 'trigger_standings.suspended_at'])
    .where('event_triggers.id', '=', rowId(id))
    .executeTakeFirst();
  return found !== undefined && found.enabled === 1 && found.suspended_at === null;
}

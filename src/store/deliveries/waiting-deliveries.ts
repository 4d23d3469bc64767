// What waits in the outbox, looked at in small steps: a backlog of hundreds of thousands must not hold up whoever else reads.
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';

/** Entries of the index that one statement counts. */
const COUNTED_AT_ONCE = 10_000;

interface Place {
  readonly trigger_id: string;
  readonly due_at: number;
  readonly id: number;
}

const FIRST: Place = { trigger_id: '', due_at: Number.MIN_SAFE_INTEGER, id: 0 };

/** How many wait, up to `most`. */
export async function countPending(db: Kysely<Tables>, most: number): Promise<number> {
  let [count, place] = [0, FIRST];
  while (count < most) {
    const { trigger_id, due_at, id } = place;
    const found = await sql<Place & { readonly n: number }>`select step.trigger_id, step.due_at, step.id, step.n from (
        select deliveries.trigger_id, deliveries.due_at, deliveries.id, row_number() over
          (order by deliveries.trigger_id, deliveries.due_at, deliveries.id) as n
        from deliveries where deliveries.state = 'pending'
          and (deliveries.trigger_id, deliveries.due_at, deliveries.id) > (${trigger_id}, ${due_at}, ${id})
        order by deliveries.trigger_id, deliveries.due_at, deliveries.id
        limit ${Math.min(COUNTED_AT_ONCE, most - count)}) as step
      order by step.n desc limit 1`.execute(db);
    const [last] = found.rows;
    if (last === undefined) return count;
    count += Number(last.n);
    if (Number(last.n) < COUNTED_AT_ONCE) return count;
    place = last;
  }
  return count;
}

/** Triggers for which something waits, in the order of their ids: one look at the index for each. */
export async function waitingTriggers(
  db: Kysely<Tables>,
  { known, most }: { readonly known: ReadonlySet<string>; readonly most: number },
): Promise<readonly string[]> {
  const found: string[] = [];
  for (let after = ''; found.length < most; ) {
    const next = await db
      .selectFrom('deliveries')
      .select('deliveries.trigger_id')
      .where('deliveries.state', '=', sql.lit('pending'))
      .where('deliveries.trigger_id', '>', after)
      .orderBy('deliveries.trigger_id')
      .limit(1)
      .executeTakeFirst();
    if (next === undefined) break;
    after = next.trigger_id;
    if (!known.has(after)) found.push(after);
  }
  return found;
}

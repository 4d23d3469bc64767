// What the instance that watches a source says of it, so that the others do not call watched what it cannot reach.
import type { Kysely } from 'kysely';

export async function addSourceVerdict(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('sources').addColumn('verdict', 'text').execute();
}

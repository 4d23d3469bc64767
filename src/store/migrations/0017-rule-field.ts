// Of which field of a line a rule looks at the value; null for one that looks at whole lines.
import type { Kysely } from 'kysely';

export async function addRuleField(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('log_scan_rules').addColumn('field', 'text').execute();
}

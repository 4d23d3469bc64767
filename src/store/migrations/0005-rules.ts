// What lines mean: the rules that people made, and the times in which they are muted.
import type { Kysely } from 'kysely';
import type { StoreKind } from '../backend/backend.ts';
import { growingId } from './column-types.ts';

export async function createRules(db: Kysely<unknown>, kind: StoreKind): Promise<void> {
  const id = growingId(kind);
  await db.schema
    .createTable('log_scan_rules')
    .addColumn('id', id.type, id.define)
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('pattern', 'text', (column) => column.notNull())
    .addColumn('exclude_pattern', 'text')
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('streams', 'text', (column) => column.notNull())
    .addColumn('cooldown_seconds', 'bigint', (column) => column.notNull())
    .addColumn('threshold_count', 'bigint')
    .addColumn('threshold_window_seconds', 'bigint')
    .addColumn('workload_id', 'text', (column) => column.notNull())
    .addColumn('overrides_rule_id', 'text')
    .addColumn('enabled', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('log_scan_rules_name', ['workload_id', 'name'])
    .addUniqueConstraint('log_scan_rules_override', ['workload_id', 'overrides_rule_id'])
    .execute();
  await db.schema
    .createIndex('log_scan_rules_overrides_rule_id')
    .on('log_scan_rules')
    .column('overrides_rule_id')
    .execute();
  await db.schema
    .createTable('mutes')
    .addColumn('id', id.type, id.define)
    .addColumn('rule_id', 'text')
    .addColumn('workload_id', 'text')
    .addColumn('from_at', 'bigint', (column) => column.notNull())
    .addColumn('until_at', 'bigint', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('ended_at', 'bigint')
    .addColumn('over_at', 'bigint', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('mutes_over_at').on('mutes').columns(['over_at', 'id']).execute();
}

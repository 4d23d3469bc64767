// How flood control stands: of an origin beside its position, of each rule in an origin, and what was counted of each rule.
import type { Kysely } from 'kysely';

export async function createFlood(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('origins').addColumn('flood', 'text').execute();
  await db.schema
    .createTable('rule_standings')
    .addColumn('origin_id', 'bigint', (column) => column.notNull().references('origins.id').onDelete('cascade'))
    .addColumn('rule_id', 'text', (column) => column.notNull())
    .addColumn('standing', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('rule_standings_key', ['origin_id', 'rule_id'])
    .execute();
  await db.schema
    .createTable('rule_counts')
    .addColumn('rule_id', 'text', (column) => column.notNull())
    .addColumn('hour', 'bigint', (column) => column.notNull())
    .addColumn('admitted', 'bigint', (column) => column.notNull())
    .addColumn('threshold', 'bigint', (column) => column.notNull())
    .addColumn('muted', 'bigint', (column) => column.notNull())
    .addColumn('cooldown', 'bigint', (column) => column.notNull())
    .addColumn('rate_limit', 'bigint', (column) => column.notNull())
    .addColumn('excluded', 'bigint', (column) => column.notNull())
    .addColumn('last_hit_at', 'bigint')
    .addPrimaryKeyConstraint('rule_counts_key', ['rule_id', 'hour'])
    .execute();
  await db.schema.createIndex('rule_counts_hour').on('rule_counts').column('hour').execute();
}

// What happens to origins besides their lines: how far each source has heard, and how each origin's life stands.
import type { Kysely } from 'kysely';

export async function createLives(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('sources').addColumn('lives', 'text').execute();
  await db.schema
    .createTable('lives')
    .addColumn('origin', 'text', (column) => column.primaryKey())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('course', 'text', (column) => column.notNull())
    .addColumn('flood', 'text')
    .execute();
  await db.schema.createIndex('lives_source').on('lives').column('source').execute();
}

// Brings the tables of a database to the present form, and refuses one that a newer version has changed.
import type { Kysely, Transaction } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, Migrator } from 'kysely/migration';
import { TocsinError } from '../../core/errors.ts';
import type { Backend } from '../backend/backend.ts';
import { putSetting, readSetting } from '../settings.ts';
import type { Tables } from '../tables.ts';
import { migrationsFor } from './migrations.ts';

/** Kysely's own table, in which every step that was taken has a row. */
interface WithMigrations extends Tables {
  readonly [DEFAULT_MIGRATION_TABLE]: { readonly name: string; readonly timestamp: string };
}

/**
 * Brings the tables to the present form and returns the names of the steps that were taken. One transaction, alone on the database: it happens
 * wholly or not at all, and of several instances that start at once the first does it while the others wait. Throws `store_too_new` when a newer version was here.
 */
export function migrate(backend: Backend, version: string): Promise<readonly string[]> {
  return backend.writer.transaction().execute(async (trx) => {
    await backend.alone(trx, 'migrations');
    await refuseNewer(trx, backend, version);
    const migrations = migrationsFor(backend.kind);
    const migrator = new Migrator({ db: trx, provider: { getMigrations: async () => ({ ...migrations }) } });
    const { error, results = [] } = await migrator.migrateToLatest();
    if (error) throw error;
    if (results.length > 0) await putSetting(trx, 'migrated_by', version);
    return results.map((result) => result.migrationName);
  });
}

/** Whether `migrate` would change anything. */
export async function isMigrated(backend: Backend): Promise<boolean> {
  const taken = await takenSteps(backend.reader);
  return Object.keys(migrationsFor(backend.kind)).every((name) => taken.includes(name));
}

async function refuseNewer(trx: Transaction<Tables>, { kind }: Backend, version: string): Promise<void> {
  const known = migrationsFor(kind);
  const unknown = (await takenSteps(trx)).filter((name) => !(name in known));
  if (unknown.length === 0) return;
  const by = (await readSetting(trx, 'migrated_by')) ?? 'a newer version';
  throw new TocsinError(
    'store_too_new',
    `The database was last changed by Tocsin ${by}, which is newer than this program (${version}): it holds ${unknown.join(', ')}, unknown here. ` +
      `Start Tocsin ${by} or newer, or restore a backup that was made before the upgrade. Nothing was changed.`,
  );
}

async function takenSteps(db: Kysely<Tables>): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === DEFAULT_MIGRATION_TABLE)) return [];
  const rows = await (db as unknown as Kysely<WithMigrations>) // Kysely's table is there: the line above has seen it.
    .selectFrom(DEFAULT_MIGRATION_TABLE)
    .select('name')
    .orderBy('name')
    .execute();
  return rows.map((row) => row.name);
}

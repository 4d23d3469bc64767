// Kysely's own dialect, less its lock for migrations: `migrate` holds a lock that ends with its transaction, whatever happens to it.
import { type DialectAdapter, PostgresAdapter, PostgresDialect } from 'kysely';

export class TocsinPostgresDialect extends PostgresDialect {
  override createAdapter(): DialectAdapter {
    return new WithoutMigrationLock();
  }
}

class WithoutMigrationLock extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

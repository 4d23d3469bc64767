// Copies a SQLite database while it is written.
import { backup, DatabaseSync } from 'node:sqlite';
import type { BackupOptions, BackupResult } from '../backend/backend.ts';
import { writeBackupFile } from '../backend/backup-file.ts';

/** Pages a step: 4 MiB, between which the event loop runs. */
const PAGES_PER_STEP = 1_000;

/**
 * Copies the database while it is written. The copy is made within one read transaction on a connection of its own: it is the state of one moment, and
 * writers of this or another process neither wait for it nor make it begin again (they would, were the transaction not held).
 */
export function backupSqlite(source: string, file: string, options: BackupOptions): Promise<BackupResult> {
  return writeBackupFile(file, options, async (unfinished) => {
    const db = new DatabaseSync(source, { readOnly: true });
    try {
      db.exec('begin');
      db.prepare('select settings.name from settings limit 1').get();
      await backup(db, unfinished, { rate: PAGES_PER_STEP });
    } finally {
      db.close();
    }
  });
}

// Lets PostgreSQL's own pg_dump write the file: consistent, and restored with pg_restore. The password goes by the environment, where `ps` does not show it.
import { spawn } from 'node:child_process';
import type { PostgresUrl } from '../../config/postgres-url.ts';
import { TocsinError } from '../../core/errors.ts';
import type { BackupOptions, BackupResult } from '../backend/backend.ts';
import { writeBackupFile } from '../backend/backup-file.ts';

const MOST_WORDS = 2_000;

export function backupPostgres(address: PostgresUrl, file: string, options: BackupOptions): Promise<BackupResult> {
  return writeBackupFile(file, options, async (unfinished) => {
    const args = ['--format=custom', '--no-password', `--file=${unfinished}`, `--dbname=${address.publicUrl}`];
    const done = await runDump(args, address.password);
    if (done.outcome === 'missing') throw programMissing(address, file);
    if (done.outcome === 'failed')
      throw new TocsinError('refused', `pg_dump could not make the backup: ${done.words || 'it gave no reason'}.`);
  });
}

type DumpEnd = { readonly outcome: 'done' | 'missing' } | { readonly outcome: 'failed'; readonly words: string };

function runDump(args: readonly string[], password: string): Promise<DumpEnd> {
  return new Promise((resolve) => {
    const env = password === '' ? process.env : { ...process.env, PGPASSWORD: password };
    const dump = spawn('pg_dump', args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    dump.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(0, MOST_WORDS);
    });
    dump.on('error', (error) =>
      resolve(
        'code' in error && error.code === 'ENOENT'
          ? { outcome: 'missing' }
          : { outcome: 'failed', words: error.message },
      ),
    );
    dump.on('close', (code) => resolve(code === 0 ? { outcome: 'done' } : { outcome: 'failed', words: words.trim() }));
  });
}

function programMissing({ publicUrl }: PostgresUrl, file: string): TocsinError {
  return new TocsinError(
    'refused',
    `pg_dump is not installed here. On a machine that has it, run: pg_dump --format=custom --file='${file}' '${publicUrl}' (it asks for the password).`,
  );
}

// Puts a backup in its place when it is whole, and never before.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isTocsinError, TocsinError } from '../../core/errors.ts';
import type { BackupOptions, BackupResult } from './backend.ts';
import { fileWords } from './file-words.ts';

/**
 * Lets `write` fill a private file beside the wanted one and puts it in place when it is complete and on the disk: under the wanted name there is
 * never half a backup. Throws `refused` when the name is taken or the place cannot be written.
 */
export async function writeBackupFile(
  file: string,
  { overwrite = false }: BackupOptions,
  write: (unfinished: string) => Promise<void>,
): Promise<BackupResult> {
  const target = path.resolve(file);
  if (!overwrite && existsSync(target)) throw nameTaken(target);
  const unfinished = `${target}.${randomUUID().slice(0, 8)}.unfinished`;
  try {
    await (await open(unfinished, 'wx', 0o600)).close();
    await write(unfinished);
    await chmod(unfinished, 0o600);
    const { size } = await stat(unfinished);
    await flush(unfinished);
    if (!overwrite && existsSync(target)) throw nameTaken(target);
    await rename(unfinished, target);
    await flush(path.dirname(target));
    return { file: target, sizeBytes: size };
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    throw asRefusal(error, target);
  }
}

/** Waits until the file, or a directory's list of names, is on the disk. */
async function flush(name: string): Promise<void> {
  const handle = await open(name, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function nameTaken(target: string): TocsinError {
  return new TocsinError(
    'refused',
    `The file ${target} exists already. Give another name, or replace it with --force.`,
  );
}

function asRefusal(error: unknown, target: string): TocsinError {
  if (isTocsinError(error)) return error;
  return new TocsinError('refused', `The backup ${target} could not be written: ${fileWords(error)}.`, {
    cause: error,
  });
}

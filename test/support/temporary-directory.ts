import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

const IN_MEMORY = '/dev/shm';
const ROOM_BYTES = 32 * 1024 * 1024;

/** An empty directory that goes when the test ends; in memory where there is room, because a test need not wait for a disk. */
export function temporaryDirectory(parent = hasRoom(IN_MEMORY) ? IN_MEMORY : tmpdir()): string {
  const directory = mkdtempSync(path.join(parent, 'tocsin-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

function hasRoom(directory: string): boolean {
  if (!existsSync(directory)) return false;
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize >= ROOM_BYTES;
}

import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Requirement } from './requirement.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** Whether a real file system can be mounted here, which takes root's rights. */
export const SMALL_DISK: Requirement = { name: 'small_disk', missing: whyNoMount() };

/** A file system of a few megabytes that a test can really fill. */
export interface SmallDisk {
  readonly directory: string;
  /** Takes all space that is left. */
  fill(): void;
  empty(): void;
  /** Only while no file on it is open for writing. */
  makeReadOnly(): void;
}

export function mountSmallDisk(megabytes = 1): SmallDisk {
  const directory = temporaryDirectory();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', directory]);
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', directory]);
  });
  const filler = path.join(directory, 'filler');
  return {
    directory,
    fill: () => fill(filler, megabytes),
    empty: () => rmSync(filler),
    makeReadOnly: () => execFileSync('mount', ['-o', 'remount,ro', directory]),
  };
}

function fill(file: string, megabytes: number): void {
  const descriptor = openSync(file, 'w');
  try {
    for (let blocks = 0; blocks < 1_000 * megabytes; blocks += 1) writeSync(descriptor, Buffer.alloc(4_096));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(descriptor);
  }
}

function whyNoMount(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'run the tests as root on Linux';
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'this machine does not allow mounts (a container without CAP_SYS_ADMIN)';
  }
}

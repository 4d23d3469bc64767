// Cleans up behind an engine: node test/support/real-engine/host/keeper.ts ROOT
// It waits until its standard input ends, which happens however the tests end, and then ends every process that was started with ROOT in its
// arguments or in a cgroup named after it, unmounts what is mounted below ROOT, and deletes ROOT. ROOT has to be a name that nobody else uses.

import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processesOf } from './processes.ts';

const root = process.argv[2] ?? '';
const PATIENCE_MS = 10_000;
if (!path.basename(root).startsWith('tocsin-engine-'))
  throw new Error(`Not the root of an engine of the tests: ${root}`);

async function endProcesses(): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  const leftovers = () => processesOf(root).filter((pid) => pid !== process.pid);
  for (let pids = leftovers(); pids.length > 0 && Date.now() < until; pids = leftovers()) {
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself meanwhile.
      }
    }
    await sleep(20);
  }
}

function unmountAll(): void {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((mount) => mount.startsWith(`${root}/`));
  for (const mount of mounts.reverse()) spawnSync('umount', ['--lazy', mount]);
}

/** Cgroups are empty folders that only rmdir removes, the inner ones first. */
function removeCgroups(): void {
  const group = path.basename(root);
  for (const folder of globSync([`/sys/fs/cgroup/${group}/**/`, `/sys/fs/cgroup/*/${group}/**/`])
    .sort()
    .reverse()) {
    try {
      rmdirSync(folder);
    } catch {
      // A process in it has not quite ended: an empty cgroup harms nobody.
    }
  }
}

// Another engine of the same root may still be on its way up when the tests end: whoever comes later finds nothing left to hold on to.
process.stdin.resume().once('close', async () => {
  await endProcesses();
  unmountAll();
  removeCgroups();
  rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.stdin.destroy());

// Finds out in which container this process runs, if it runs in one.
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** What a process can see of itself; each is empty where there is none. */
export interface OwnFacts {
  readonly hostname: string;
  /** The text of /proc/self/cgroup. */
  readonly cgroup: string;
  /** The text of /proc/self/mountinfo. */
  readonly mountinfo: string;
}

export const readOwnFacts = (): OwnFacts => ({
  hostname: hostname(),
  cgroup: textOf('/proc/self/cgroup'),
  mountinfo: textOf('/proc/self/mountinfo'),
});

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not every system has it, and a hardened one may hide it.
    return '';
  }
}

/**
 * Beginnings of ids, of which the own container's is one: 64 digits where they could be found out, else twelve. The cgroup
 * tells with version 1; with version 2 the files that an engine mounts into each container do; the host's name is the
 * beginning of the id unless somebody gave it another.
 */
export function ownContainerIds({ hostname, cgroup, mountinfo }: OwnFacts): readonly string[] {
  const groups = cgroup.split('\n').map((line) => /(?:\/|-)([0-9a-f]{64})(?:\.scope)?(?:\/[a-z]+)?$/.exec(line)?.[1]);
  const mounts = mountinfo.split('\n').map(mountedFor);
  const name = /^[0-9a-f]{12}$/.test(hostname) ? [hostname] : [];
  return [...new Set([...groups, ...mounts, ...name].filter((id) => id !== undefined))];
}

/** Only the mounts that every container has at these places: below others the containers of the whole machine may be seen. */
function mountedFor(line: string): string | undefined {
  const [, , , root = '', place = ''] = line.split(' ');
  if (!['/etc/hostname', '/etc/hosts', '/etc/resolv.conf'].includes(place)) return undefined;
  return /containers\/([0-9a-f]{64})\//.exec(root)?.[1];
}

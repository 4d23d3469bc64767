// The processes of this machine as /proc shows them: those of an engine have the engine's folder in their arguments, or its name in their cgroup.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Those that belong to the engine in the folder and have not ended. */
export function processesOf(folder: string): readonly number[] {
  const group = `/${path.basename(folder)}`;
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 1 && hasNotEnded(pid))
    .filter((pid) => textOf(`/proc/${pid}/cmdline`).includes(folder) || textOf(`/proc/${pid}/cgroup`).includes(group));
}

/** Whether it runs. One that has ended may stay listed for seconds, until its parent asks for it: it does not count. */
export function hasNotEnded(pid: number): boolean {
  const state = /\) (?<state>\w)/.exec(textOf(`/proc/${pid}/stat`))?.groups?.state;
  return state !== undefined && state !== 'Z' && state !== 'X';
}

/** The file's text; empty when it is gone meanwhile, as those of processes often are. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

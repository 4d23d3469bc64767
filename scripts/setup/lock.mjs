import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { say } from './terminal.mjs';

const LOOK_EVERY_MS = 250;
/** No set-up takes so long. A holder on another machine or in another container, whose process we cannot see, is believed for this time. */
const LONGEST_MS = 15 * 60_000;

/** Waits until no other set-up works on this checkout, and keeps others out until `releaseLock`. */
export async function takeLock(root) {
  const file = path.join(root, '.setup', 'lock');
  mkdirSync(path.dirname(file), { recursive: true });
  const mine = `${hostname()} ${process.pid}`;
  let told = false;
  for (;;) {
    if (create(file, mine)) return file;
    const holder = read(file);
    if (holder !== undefined && isAbandoned(file, holder)) remove(file, holder);
    else {
      if (!told)
        say(`another set-up is at work (process ${holder?.split(' ')[1] ?? 'unknown'}); waiting for its end …`);
      told = true;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
}

export function releaseLock(file) {
  rmSync(file, { force: true });
}

/** Whether this machine has such a process. */
export function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function create(file, text) {
  try {
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function isAbandoned(file, holder) {
  const [host, pid] = holder.split(' ');
  const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  return age > LONGEST_MS || (host === hostname() && !isRunning(Number(pid)));
}

/** Two that wait may both find the lock abandoned; the slower one must not remove what the faster one made since. */
function remove(file, abandoned) {
  const aside = `${file}-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (read(aside) === abandoned) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

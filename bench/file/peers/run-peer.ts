// Starts another program on a file and waits until it has told the file's last line: what that took.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Peer, PeerTask } from './peer.ts';

const LOOK_MS = 200;
const MOST_MS = 300_000;
const LEAVES_WITHIN_MS = 10_000;

export interface PeerRun {
  /** CPU of the whole process, its start included. */
  readonly seconds: number;
  /** How many lines it wanted. */
  readonly lines: number;
}

/** Its path; undefined where it is not installed. */
export function findPeer({ variable, program }: Peer): string | undefined {
  const named = process.env[variable];
  if (named !== undefined) return existsSync(named) ? named : undefined;
  const places = [...(process.env.PATH ?? '').split(':'), '/usr/sbin'];
  return places.map((place) => path.join(place, program)).find((place) => existsSync(place));
}

/** How it calls itself, with its version. */
export function versionOf(peer: Peer, at: string): string {
  const { stdout, stderr } = spawnSync(at, [peer.versionFlag], { encoding: 'utf8' });
  return /^\D*[\d.]+/.exec(stdout || stderr || '')?.[0].replaceAll(/\s+/g, ' ') ?? peer.name;
}

/** `last` stands in the file's last line, which is wanted. */
export async function runPeer(peer: Peer, at: string, task: PeerTask & { readonly last: string }): Promise<PeerRun> {
  mkdirSync(task.folder, { recursive: true });
  const { files, args } = peer.configure(task);
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(task.folder, name), content);
  const complaints = path.join(task.folder, 'complaints');
  const child = spawn(at, args, { stdio: ['ignore', 'ignore', openSync(complaints, 'w')], cwd: task.folder });
  try {
    for (let waited = 0; !saysLast(task); waited += LOOK_MS) {
      if (child.exitCode !== null)
        throw new Error(
          `${peer.name} ended with code ${child.exitCode}: ${readFileSync(complaints, 'utf8').slice(-500)}`,
        );
      if (waited > MOST_MS) throw new Error(`${peer.name} has not come to the end of the text.`);
      await setTimeout(LOOK_MS);
    }
    const seconds = cpuSecondsOf(child);
    await leave(child);
    return { seconds, lines: readFileSync(task.out, 'latin1').split('\n').length - 1 };
  } finally {
    await leave(child);
  }
}

const saysLast = ({ out, last }: { readonly out: string; readonly last: string }): boolean =>
  existsSync(out) && readFileSync(out, 'latin1').trimEnd().endsWith(last);

/** Of all its threads, as the kernel counts: to a hundredth of a second. */
function cpuSecondsOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticksASecond();
}

const ticksASecond = (): number => Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

async function leave(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  if ((await Promise.race([gone, setTimeout(LEAVES_WITHIN_MS)])) === undefined) child.kill('SIGKILL');
  await gone;
}

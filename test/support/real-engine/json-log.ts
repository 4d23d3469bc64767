// The file of the json-file driver as it lies on the engine's disk: the truth about what an engine has of a container, and a way to give it a long past.
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { numberedLine } from '../reading/numbered-line.ts';
import type { Dockerd } from './host/dockerd.ts';

export interface JsonRecord {
  readonly log: string;
  readonly stream: 'stdout' | 'stderr';
  readonly time: string;
}

export const jsonLogFile = (docker: Pick<Dockerd, 'dataRoot'>, id: string): string =>
  path.join(docker.dataRoot, 'containers', id, `${id}-json.log`);

/** All records of a container whose log is not rotated, in the file's order. */
export function jsonRecords(docker: Pick<Dockerd, 'dataRoot'>, id: string): readonly JsonRecord[] {
  const file = jsonLogFile(docker, id);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  // What the engine wrote last may have been cut off with it.
  return lines.flatMap((line) => (line.endsWith('}') ? [JSON.parse(line)] : []));
}

export interface Past {
  readonly lines: number;
  readonly length: number;
  /** Milliseconds since 1970, of the first line. */
  readonly from: number;
  /** Nanoseconds from one line to the next; below 1000000. */
  readonly stepNs: number;
}

const TOGETHER = 5_000;

/** Puts numbered lines of the past, all on stdout, behind what the log of a container holds that does not run: as if it had written them. */
export function appendPast(docker: Pick<Dockerd, 'dataRoot'>, id: string, past: Past): void {
  const file = openSync(jsonLogFile(docker, id), 'a');
  const start = BigInt(past.from) * 1_000_000n;
  for (let first = 0; first < past.lines; first += TOGETHER) {
    const records: string[] = [];
    for (let nth = first; nth < Math.min(first + TOGETHER, past.lines); nth += 1) {
      const time = start + BigInt(nth) * BigInt(past.stepNs);
      const millis = new Date(Number(time / 1_000_000n)).toISOString().slice(0, -1);
      const stamp = `${millis}${String(time % 1_000_000n).padStart(6, '0')}Z`;
      records.push(`{"log":"${numberedLine(nth, past.length)}\\n","stream":"stdout","time":"${stamp}"}\n`);
    }
    writeSync(file, records.join(''));
  }
  closeSync(file);
}

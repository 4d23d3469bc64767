// What containers wrote, as it lies on their engine's disk: the truth that a server's events are held against.
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Dockerd } from '../real-engine/host/dockerd.ts';
import { jsonLogFile, jsonRecords } from '../real-engine/json-log.ts';

/** Several records, if lines are short. */
const END_BYTES = 2_048;

export interface WrittenLine {
  /** Nanoseconds since 1970. */
  readonly at: bigint;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** All lines of a container whose log is not rotated, in the order in which the engine has them. */
export function writtenLines(docker: Pick<Dockerd, 'dataRoot'>, id: string): readonly WrittenLine[] {
  return jsonRecords(docker, id).map(({ time, stream, log }) => ({
    at: nanosOf(time),
    stream,
    text: log.replace(/\r?\n$/, ''),
  }));
}

/** Milliseconds since 1970 at which a container wrote its newest line; 0 when it wrote none. */
export function writtenUntil(docker: Pick<Dockerd, 'dataRoot'>, id: string): number {
  const file = jsonLogFile(docker, id);
  if (!existsSync(file)) return 0;
  const descriptor = openSync(file, 'r');
  try {
    const end = Buffer.alloc(END_BYTES);
    const read = readSync(descriptor, end, 0, END_BYTES, Math.max(0, fstatSync(descriptor).size - END_BYTES));
    const times = [...end.toString('latin1', 0, read).matchAll(/"time":"([^"]+)"/g)];
    return Date.parse(times.at(-1)?.[1] ?? '1970-01-01T00:00:00Z');
  } finally {
    closeSync(descriptor);
  }
}

/** The engine leaves zeros at the end of a stamp out. */
function nanosOf(time: string): bigint {
  const [second = '', fraction = ''] = time.replace('Z', '').split('.');
  return BigInt(Date.parse(`${second}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

export const millisOf = (at: bigint): number => Number(at / 1_000_000n);

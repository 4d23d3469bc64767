// What containers wrote, as it lies on their engine's disk: the truth that a server's events are held against.
import type { Dockerd } from '../real-engine/host/dockerd.ts';
import { jsonRecords } from '../real-engine/json-log.ts';

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

/** The engine leaves zeros at the end of a stamp out. */
function nanosOf(time: string): bigint {
  const [second = '', fraction = ''] = time.replace('Z', '').split('.');
  return BigInt(Date.parse(`${second}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

export const millisOf = (at: bigint): number => Number(at / 1_000_000n);

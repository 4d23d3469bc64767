// What somebody asks of a container's log.
import { compareStamps, type Stamp } from '../../../core/lines/stamp.ts';
import type { DemoLine } from '../shop/lines.ts';

export interface LogQuery {
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly follow: boolean;
  readonly since: Stamp | undefined;
  readonly until: Stamp | undefined;
  /** Infinity for all. */
  readonly tail: number;
}

export function logQueryOf(query: URLSearchParams): LogQuery {
  const isOn = (name: string): boolean => ['1', 'true'].includes(query.get(name) ?? '');
  const tail = query.get('tail') ?? '';
  return {
    ...{ stdout: isOn('stdout'), stderr: isOn('stderr'), follow: isOn('follow') },
    ...{ since: momentIn(query.get('since')), until: momentIn(query.get('until')) },
    tail: /^\d+$/.test(tail) ? Number(tail) : Infinity,
  };
}

export function isAsked({ stdout, stderr, since, until }: LogQuery, line: DemoLine): boolean {
  if (since !== undefined && compareStamps(line, since) < 0) return false;
  if (until !== undefined && compareStamps(line, until) > 0) return false;
  return line.stream === 'stdout' ? stdout : stderr;
}

/** Seconds since 1970 with or without a fraction; 0 and nothing are no limit. */
export function momentIn(text: string | null): Stamp | undefined {
  const { seconds, fraction = '' } = /^(?<seconds>\d{1,12})(?:\.(?<fraction>\d{1,9}))?$/.exec(text ?? '')?.groups ?? {};
  if (seconds === undefined || Number(seconds) === 0) return undefined;
  return { seconds: Number(seconds), nanos: Number(fraction.padEnd(9, '0')) };
}

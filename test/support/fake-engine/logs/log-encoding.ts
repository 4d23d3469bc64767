// The bytes in which an engine sends a record of a log.
import type { EngineProfile } from '../engine-profile.ts';
import { printed } from '../engine-time.ts';
import type { LogQuery } from './log-query.ts';
import type { LogRecord } from './log-record.ts';

const NUMBERS = { stdout: 1, stderr: 2, engine: 3 } as const;

/** In a frame: how engines tell streams apart. */
export function frame(stream: keyof typeof NUMBERS, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt8(NUMBERS[stream], 0);
  head.writeUInt32BE(payload.length, 4);
  return Buffer.concat([head, payload]);
}

export interface LogForm {
  readonly query: LogQuery;
  readonly profile: EngineProfile;
  readonly tty: boolean;
  /** What becomes of the bytes of each record on their way. */
  readonly garbled?: ((bytes: Buffer) => Buffer) | undefined;
}

export function encoded({ stream, stamp, bytes }: LogRecord, { query, profile, tty }: LogForm): Buffer {
  const time = printed(stamp, profile.wholeSeconds);
  if (query.json)
    return Buffer.from(`${JSON.stringify({ Line: bytes.toString(), Source: stream, Timestamp: time })}\n`);
  const payload = query.timestamps ? Buffer.concat([Buffer.from(`${time} `), bytes]) : bytes;
  return tty ? payload : frame(stream, payload);
}

/** What the head says of the form; older versions of the API say nothing of it. */
export function logContentType({ query, profile, tty }: LogForm, api: number): string | undefined {
  if (profile.kind === 'podman') return 'application/octet-stream';
  if (query.json) return 'application/x-ndjson';
  if (api < 42) return undefined;
  return `application/vnd.docker.${tty ? 'raw' : 'multiplexed'}-stream`;
}

import type { BodySink, EngineClient, EngineStream } from '../../src/sources/docker/engine/engine-client.ts';

export type StreamEnd = Parameters<BodySink['ended']>[0];

/** What a stream of an engine handed over. */
export interface RecordedStream {
  readonly stream: EngineStream;
  readonly end: Promise<StreamEnd>;
  /** The headers, once it is open. */
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly bytes: Buffer;
  /** The lengths of the pieces in which it came. */
  readonly pieces: readonly number[];
  readonly hasEnded: boolean;
}

/** Opens a stream and keeps all that it brings. */
export function recordStream(client: EngineClient, path: string): RecordedStream {
  const kept: Buffer[] = [];
  let headers: RecordedStream['headers'];
  let hasEnded = false;
  const { promise, resolve } = Promise.withResolvers<StreamEnd>();
  const stream = client.stream(path, {
    opened: (received) => {
      headers = received;
    },
    data: (bytes, from, end) => void kept.push(Buffer.from(bytes.subarray(from, end))),
    rested: () => {},
    ended: (end) => {
      hasEnded = true;
      resolve(end);
    },
  });
  return {
    stream,
    end: promise,
    get headers() {
      return headers;
    },
    get bytes() {
      return Buffer.concat(kept);
    },
    get pieces() {
      return kept.map(({ length }) => length);
    },
    get hasEnded() {
      return hasEnded;
    },
  };
}

export interface SentFrame {
  readonly stream: number;
  /** As it stands before the text; empty without one. */
  readonly stamp: string;
  readonly text: string;
}

/** Takes frames apart that are whole, in the plainest way. */
export function framesOf(bytes: Buffer): readonly SentFrame[] {
  const frames: SentFrame[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at + 4);
    const payload = bytes.toString('latin1', at + 8, at + 8 + length);
    const stamp = /^\d{4}-\d\d-\d\dT[\d:.]+Z(?= )/.exec(payload)?.[0] ?? '';
    const text = stamp === '' ? payload : payload.slice(stamp.length + 1);
    frames.push({ stream: bytes[at] ?? 0, stamp, text });
    at += 8 + length;
  }
  return frames;
}

// What an engine makes of what a container writes: records, as its log driver keeps them, and the bytes in which it sends them.
import type { Stamp } from '../../../src/core/lines/stamp.ts';

/** What a container wrote up to a `\n`, or up to its end when it is not terminated. */
export interface WrittenLine {
  readonly stream: 1 | 2;
  readonly text: Uint8Array;
  readonly stamp: Stamp;
  readonly terminated: boolean;
}

export interface EngineRecord {
  readonly stream: number;
  readonly stamp: Stamp;
  readonly text: Uint8Array;
}

/** `local-20` is the local driver before version 23, which leaves the `\n` out behind the last piece of a long line. */
export type Driver = 'json-file' | 'local' | 'local-20';

const COPIED = 16_384;
const NEWLINE = Buffer.from('\n');

/** The records of one line: pieces of so many bytes, all with its stamp. */
export function recordsOf({ stream, text, stamp, terminated }: WrittenLine, driver: Driver): EngineRecord[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; text.length - at >= COPIED; at += COPIED) pieces.push(text.subarray(at, at + COPIED));
  const rest = text.subarray(pieces.length * COPIED);
  const isLong = pieces.length > 0;
  if (terminated) pieces.push(driver === 'local-20' && isLong ? rest : Buffer.concat([rest, NEWLINE]));
  else if (rest.length > 0) pieces.push(rest);
  return pieces.map((piece) => ({ stream, stamp, text: driver === 'json-file' ? asJsonFileKeeps(piece) : piece }));
}

/** Each piece goes through JSON by itself: what is no UTF-8 in it comes back as U+FFFD, a character that the cut divides too. */
export const asJsonFileKeeps = (piece: Uint8Array): Uint8Array => Buffer.from(Buffer.from(piece).toString());

/** `2026-11-21T03:29:01.381447848Z`. */
export function fixedStamp({ seconds, nanos }: Stamp): string {
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  return `${whole}.${String(nanos).padStart(9, '0')}Z`;
}

/** `2026-11-21T03:29:01Z`, as Podman writes it. */
export const wholeStamp = ({ seconds }: Stamp): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;

export type StampWriter = (stamp: Stamp) => string;

export function framed({ stream, stamp, text }: EngineRecord, write: StampWriter = fixedStamp): Buffer {
  return frame(stream, Buffer.concat([Buffer.from(`${write(stamp)} `), text]));
}

export function frame(stream: number, payload: Uint8Array | string): Buffer {
  const header = Buffer.alloc(8);
  const bytes = Buffer.from(payload);
  header[0] = stream;
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

export const unframed = ({ stamp, text }: EngineRecord): Buffer =>
  Buffer.concat([Buffer.from(`${fixedStamp(stamp)} `), text]);

// Lines as an engine sends them: each in a frame that names its stream, with its time before it.
import type { DemoLine } from '../shop/lines.ts';

const HEAD_BYTES = 8;
const NUMBERS = { stdout: 1, stderr: 2 } as const;

export const FRAMED = 'application/vnd.docker.multiplexed-stream';

export function framesOf(lines: readonly DemoLine[]): Uint8Array {
  return Buffer.concat(lines.flatMap(frameOf));
}

function frameOf({ seconds, nanos, stream, text }: DemoLine): readonly Buffer[] {
  const payload = Buffer.from(`${printedTime(seconds, nanos)} ${text}\n`);
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(NUMBERS[stream], 0);
  head.writeUInt32BE(payload.length, 4);
  return [head, payload];
}

/** `2026-11-27T01:02:03.000456000Z`. */
export function printedTime(seconds: number, nanos = 0): string {
  return `${new Date(seconds * 1_000).toISOString().slice(0, 19)}.${String(nanos).padStart(9, '0')}Z`;
}

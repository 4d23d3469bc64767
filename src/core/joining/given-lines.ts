// A batch of lines that did not come from a log as it is read: whoever joins them wants no more of them.
import type { LineBatch, StreamNumber } from '../lines/line-batch.ts';
import { objectsOf } from '../lines/objects/line-objects.ts';
import type { Stamp } from '../lines/stamp.ts';

export interface GivenLine {
  readonly bytes: Uint8Array;
  readonly stream: StreamNumber;
  readonly stamp: Stamp;
  /** What it was taken out of. */
  readonly object?: Uint8Array | undefined;
}

const NEWLINE = Uint8Array.of(0x0a);

/** They have no identity. */
export function batchOfGiven(lines: readonly GivenLine[]): LineBatch {
  const count = lines.length;
  const [starts, ends] = [new Int32Array(count), new Int32Array(count)];
  let length = 0;
  for (const [line, { bytes }] of lines.entries()) {
    starts[line] = length;
    ends[line] = length + bytes.length;
    length += bytes.length + 1;
  }
  return {
    ...{ count, bytes: Buffer.concat(lines.flatMap(({ bytes }) => [bytes, NEWLINE])), length, starts, ends },
    seconds: Float64Array.from(lines, ({ stamp }) => stamp.seconds),
    nanos: Int32Array.from(lines, ({ stamp }) => stamp.nanos),
    streams: Uint8Array.from(lines, ({ stream }) => stream),
    ...{ hashes: new Uint32Array(2 * count), ordinals: new Uint32Array(count), marks: new Uint8Array(count) },
    objects: objectsOf(lines.map(({ object }) => object)),
  };
}

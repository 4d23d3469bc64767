import { type LineBatch, STDOUT, type StreamNumber } from '../../src/core/lines/line-batch.ts';
import { objectsOf } from '../../src/core/lines/objects/line-objects.ts';
import { type Stamp, stampAfter } from '../../src/core/lines/stamp.ts';

export interface SampleLine {
  readonly text: string;
  readonly at: Stamp;
  /** STDOUT unless said. */
  readonly stream?: StreamNumber;
  /** What it was taken out of. */
  readonly object?: string | undefined;
}

export const NEW_YEAR: Stamp = { seconds: Date.parse('2026-01-01T00:00:00Z') / 1000, nanos: 0 };

/** A moment so many milliseconds after the start of a manual clock. */
export const at = (milliseconds: number): Stamp => stampAfter(NEW_YEAR, milliseconds);

/** A batch as a source makes it; the hash is one of the text. */
export function lineBatch(lines: readonly SampleLine[]): LineBatch {
  const texts = lines.map(({ text }) => Buffer.from(`${text}\n`));
  const ends: number[] = [];
  for (const text of texts) ends.push((ends.at(-1) ?? -1) + text.length);
  return {
    count: lines.length,
    bytes: Buffer.concat(texts),
    length: texts.reduce((sum, { length }) => sum + length, 0),
    starts: Int32Array.from(ends, (end, line) => end + 1 - (texts[line]?.length ?? 0)),
    ends: Int32Array.from(ends),
    seconds: Float64Array.from(lines, (line) => line.at.seconds),
    nanos: Int32Array.from(lines, (line) => line.at.nanos),
    streams: Uint8Array.from(lines, (line) => line.stream ?? STDOUT),
    hashes: Uint32Array.from(lines.flatMap(({ text }) => [hashOf(text), text.length])),
    ordinals: new Uint32Array(lines.length),
    marks: new Uint8Array(lines.length),
    objects: objectsOf(lines.map(({ object }) => (object === undefined ? undefined : Buffer.from(object)))),
  };
}

function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 16_777_619) >>> 0;
  return hash;
}

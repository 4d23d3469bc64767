// Very many files, each read to somewhere: what a commit says of them.
import type { OriginChange } from '../../../src/core/lines/standing.ts';
import { positionChange } from '../../../src/sources/file/generation/file-position.ts';
import { fileOrigin } from '../file-origin.ts';
import { sampleChange } from '../origin-keeper.ts';

/** In the nth of their commits; a hundred in a folder. */
export function filesRead(count: number, nth: number): OriginChange<never>[] {
  return Array.from({ length: count }, (_, n) =>
    sampleChange({
      origin: fileOrigin(`/srv/logs/${Math.floor(n / 100)}/app-${n}.log`),
      position: positionChange(positionHead(n, nth)),
      cursor: { seconds: 1_700_000_000 + nth, nanos: n },
      lines: n % 7,
      bytes: 100 * (n % 7),
    }),
  );
}

/** As the reader of a file writes it, with one generation before the present one. */
function positionHead(n: number, nth: number): string {
  const hash = (n * 2_654_435_761).toString(16).padStart(32, 'a');
  const file = (number: number) => ({
    ...{ file: `2049:${n * 2 + number}`, cuts: 0, number, at: 1_000 * nth + n, head: [1024, hash], before: [64, hash] },
    changed: String(1_700_000_000_000_000_000n + BigInt(nth)),
  });
  return JSON.stringify({ v: 1, dialect: 'rfc3339', files: [file(0), file(1)] });
}

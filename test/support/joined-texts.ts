import type { LineBatch } from '../../src/core/lines/line-batch.ts';
import { INNER_NEWLINE } from '../../src/core/text/inner-newline.ts';

/** The lines of a batch, with line feeds where some were joined. */
export const joinedTexts = ({ count, bytes, starts, ends }: LineBatch): string[] =>
  Array.from({ length: count }, (_, line) =>
    Buffer.from(
      bytes.subarray(starts[line], ends[line]).map((byte) => (byte === INNER_NEWLINE ? 0x0a : byte)),
    ).toString(),
  );

// What comes in chunks, as an input.
import type { ScanInput } from './scan-input.ts';

type Chunks = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array>;

export interface StreamInputOptions {
  /** Ends the chunks, which may be asked for while one is waited for. */
  close(): void;
  share?(): number | undefined;
}

export function streamInput(chunks: Chunks, { close, share }: StreamInputOptions): ScanInput {
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  let chunk: Uint8Array = new Uint8Array();
  return {
    get share() {
      return share?.();
    },
    sample: () => [],
    read: async (into) => {
      while (chunk.length === 0) {
        const next = await iterator.next();
        if (next.done) return 0;
        chunk = typeof next.value === 'string' ? Buffer.from(next.value) : next.value;
      }
      const count = Math.min(chunk.length, into.length);
      into.set(chunk.subarray(0, count));
      chunk = chunk.subarray(count);
      return count;
    },
    close,
  };
}

// The contract of a format: how the lines of a file stand in it.
import type { WantedStreams } from '../../../core/lines/line-batch.ts';
import type { Chunk } from '../lines/chunk.ts';
import type { FileBatch } from '../lines/file-batch.ts';
import type { LineClock } from '../stamps/line-clock.ts';

export interface LineFormat {
  /**
   * Fills the batch, which is empty, with whole lines of the chunk from its beginning on, until it is full or there is none
   * left, and puts into `behind` the place in the chunk behind the last of them. What `behind` does not reach is handed in again.
   * The batch may hold the chunk's own bytes.
   */
  take(chunk: Chunk, batch: FileBatch, lines: LineTerms): void;
}

export interface LineTerms {
  readonly clock: LineClock;
  readonly wanted: WantedStreams;
  readonly generation: number;
}

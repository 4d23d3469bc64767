// Decides which form a stream of lines has, and makes the reader for it.
import type { EngineTraits } from '../engine/engine-client.ts';
import { ENGINE_STREAM } from './frame-demuxer.ts';
import { FramedLines } from './framed-lines.ts';
import type { LineReader, LineTaker } from './raw-line.ts';
import type { StampReader } from './stamps/stamp-reader.ts';
import { TtyLines } from './tty-lines.ts';

export interface LineReaderParts {
  /** The first byte of the stream, which was asked for with stamps. */
  readonly firstByte: number;
  readonly kind: EngineTraits['kind'];
  readonly taker: LineTaker;
  readonly stamps: StampReader;
}

/**
 * Frames begin with the number of a stream, which no stamp begins with. So the bytes themselves tell, of every engine and version.
 * Whether the container has a terminal would have to be asked for, and the content type is missing or wrong below API 1.42.
 */
export function createLineReader({ firstByte, kind, taker, stamps }: LineReaderParts): LineReader {
  const options = { taker, stamps, joining: kind === 'podman' ? 'newline' : 'stamp' } as const;
  return firstByte <= ENGINE_STREAM ? new FramedLines(options) : new TtyLines(options);
}

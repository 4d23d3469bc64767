// How the lines of an engine are to be got. It is decided here, once, by what engine it is.
import type { EngineTraits } from '../engine/engine-client.ts';

export interface ReadingManner {
  /**
   * `in_the_stream`: the stream that goes on as long as a container does brings each line. `in_the_history`: that stream only tells
   * that something was written, and the lines are read from the history, whose last line may be half written.
   */
  readonly linesCome: 'in_the_stream' | 'in_the_history';
  /** Stamps have whole seconds: equal lines of a second are told apart by counting them. */
  readonly isCoarse: boolean;
  /** A stream that ends with its container has brought everything. */
  readonly drainsAtEnd: boolean;
  /** Whoever asks for the lines of a container while it is being removed may keep it from being removed. */
  readonly removalIsFragile: boolean;
}

/** Engines from this version on send all before they end a stream. */
const DRAINING_DOCKER = 23;

/**
 * Podman's stream follows the file that its container's lines are written to. Where it finds the end of the file within a record, it
 * sends that half as a whole one and goes on behind whatever was written meanwhile: every version from 4.3 to 5.8 does.
 */
const PODMAN: ReadingManner = {
  linesCome: 'in_the_history',
  isCoarse: true,
  drainsAtEnd: false,
  removalIsFragile: false,
};

export function mannerOf({ kind, version }: Pick<EngineTraits, 'kind' | 'version'>): ReadingManner {
  if (kind === 'podman') return PODMAN;
  const drainsAtEnd = Number.parseInt(version ?? '', 10) >= DRAINING_DOCKER;
  return { linesCome: 'in_the_stream', isCoarse: false, drainsAtEnd, removalIsFragile: true };
}

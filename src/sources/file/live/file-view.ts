// One person's view of a file's lines: the last ones, then each as it comes, by readings of its own beside the tail's.
import type { Clock } from '../../../core/clock.ts';
import type { LiveSink } from '../../live-sink.ts';
import type { FileTerms } from '../history/file-terms.ts';
import type { FileReadTools } from '../reading/reading-contract.ts';
import { followOn } from './follow-on.ts';
import { showPast } from './past-lines.ts';
import { ShownLines } from './shown-lines.ts';

const AGAIN_MS = 1_000;

export interface FileViewOptions extends FileTerms {
  readonly clock: Clock;
  readonly tools: FileReadTools;
  /** How many lines of the past are shown when it goes on behind none. */
  readonly tail: number;
  /** The name of a line. What is none counts as no line. */
  readonly after: string | undefined;
  readonly sink: LiveSink;
  /** A path that leads to nothing is gone after so long. */
  readonly goneAfterMs?: number;
  /** Aborts when nobody looks any more. */
  readonly signal: AbortSignal;
}

/** Resolves when the file is gone or nobody looks any more; it never rejects: what keeps it from being shown is told, and tried again. */
export async function followFile(options: FileViewOptions): Promise<void> {
  const { sink, signal, clock } = options;
  const lines = new ShownLines(sink);
  while (!signal.aborted) {
    try {
      // Nothing that was shown is shown twice.
      const after = lines.last ?? options.after;
      const from = await showPast({ ...options, after, lines, now: clock.now() });
      const end = from && (await followOn({ ...options, from, lines }));
      if (end === 'gone') return sink.gone();
    } catch (error) {
      sink.state('failed', error instanceof Error ? error.message : String(error));
    }
    await clock.sleep(AGAIN_MS, signal);
  }
}

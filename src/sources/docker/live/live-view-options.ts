// What a live view is given: whose lines, from where on, and who looks.
import type { Clock } from '../../../core/clock.ts';
import type { LiveSink } from '../../live-sink.ts';
import type { ReadingManner } from '../reader/reading-manner.ts';
import type { LogTools } from './log-request.ts';

export interface LiveViewOptions extends LogTools {
  readonly clock: Clock;
  readonly random: () => number;
  readonly manner: ReadingManner;
  readonly containerId: string;
  /** How many records of the past are shown when it goes on behind none. */
  readonly tail: number;
  /** The id of a line. What is none counts as no line. */
  readonly after: string | undefined;
  readonly sink: LiveSink;
  /** Aborts when nobody looks any more. */
  readonly signal: AbortSignal;
}

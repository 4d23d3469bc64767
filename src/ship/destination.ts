// What a place for log lines must be able to do: say how much it takes at once, and make one attempt to send that much.
import type { LogLine } from './log-line.ts';

export interface Destination {
  /** As the configuration names it; in metrics and in what is told. */
  readonly name: string;
  readonly batch: BatchLimits;
  /** One attempt, which ends within seconds for each place that is asked, at once when the signal aborts, and never rejects. */
  send(lines: readonly LogLine[], signal: AbortSignal): Promise<SendResult>;
  /** Lets go of what it holds; nothing is sent afterwards. */
  close(): Promise<void>;
}

export interface BatchLimits {
  readonly lines: number;
  /** Of the lines' text; a single line may be longer. */
  readonly bytes: number;
  /** A line waits no longer than this for others to go with it. */
  readonly everyMs: number;
}

export type SendResult =
  | { readonly outcome: 'sent' }
  /** Some were taken. Places in what was given: those to be tried again, and those that are refused for good. */
  | {
      readonly outcome: 'partly';
      readonly again: readonly number[];
      readonly refused: readonly number[];
      readonly words: string;
      /** Of the refusal, where there is one. */
      readonly kind?: string | undefined;
      readonly waitMs?: number | undefined;
    }
  /** None was taken; it may pass. */
  | { readonly outcome: 'again'; readonly words: string; readonly waitMs?: number | undefined }
  /** None was taken, because they are too many. */
  | { readonly outcome: 'too_large'; readonly words: string }
  /** None was taken, and none would be the next time, nor any other line. The kind is the same for all that is refused for the same reason. */
  | { readonly outcome: 'refused'; readonly words: string; readonly kind: string };

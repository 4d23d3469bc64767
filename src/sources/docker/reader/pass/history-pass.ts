// What is asked of a container's history, and what came of it.
import type { PassOptions, PassResult } from './pass-contract.ts';

/** What a catch-up may ask of whoever makes the requests. */
export interface HistoryPass extends Pick<PassOptions, 'admission'> {
  readonly tail: number | undefined;
  /** Asks the engine for lines from the cursor's moment on only. */
  readonly sinceCursor: boolean;
  /** Ask for both streams, whoever wants them: only then can it be counted whether all came that was asked for. */
  readonly bothStreams: boolean;
}

/** The result of the last request; `taken` counts the lines of all of them. */
export type CatchUpResult = Pick<PassResult, 'end' | 'records' | 'taken' | 'firstNew' | 'sawKnown' | 'unsettled'>;

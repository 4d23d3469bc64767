// An engine may never answer for one container, and keep a place among those who read a history for ever: whoever is silent for too long is given up.
import type { Clock } from '../../../../core/clock.ts';
import type { EngineFault } from '../../engine/faults/engine-fault.ts';

/** The newest records are there in no time; before the first line of a whole history the engine reads all of it, 100 MB a second. */
const NEWEST_WITHIN_MS = 120_000;
const WHOLE_WITHIN_MS = 600_000;

export interface LimitedPass {
  readonly result: Promise<unknown>;
  /** Counts what comes. */
  readonly bytes: number;
  giveUp(fault: EngineFault): void;
}

export interface SilenceLimits {
  readonly clock: Pick<Clock, 'sleep'>;
  /** Only so many of the newest records were asked for. */
  readonly isCutByTail: boolean;
  /** We ourselves take nothing: then it is no silence of the engine. */
  readonly isPaused: () => boolean;
}

/** Resolves when the request is over. It is given up when nothing came for the whole of a span, so after less than two of them. */
export async function limitSilence(pass: LimitedPass, { clock, isCutByTail, isPaused }: SilenceLimits): Promise<void> {
  const spanMs = isCutByTail ? NEWEST_WITHIN_MS : WHOLE_WITHIN_MS;
  const over = new AbortController();
  void pass.result.then(() => over.abort());
  while (!over.signal.aborted) {
    const [{ bytes }, wasPaused] = [pass, isPaused()];
    await clock.sleep(spanMs, over.signal);
    const isSilent = pass.bytes === bytes && !wasPaused && !isPaused();
    if (isSilent && !over.signal.aborted) pass.giveUp(silenceOf(spanMs));
  }
}

const silenceOf = (spanMs: number): EngineFault => ({
  kind: 'timeout',
  words: `The engine was asked for the lines of this container and has sent nothing for ${spanMs / 60_000} minutes.`,
});

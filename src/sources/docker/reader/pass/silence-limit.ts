// An engine may never answer for one container, and keep a place among those who read a history for ever: whoever is silent for too long is given up, and before that it is said.
import type { Clock } from '../../../../core/clock.ts';
import type { EngineFault } from '../../engine/faults/engine-fault.ts';

const LOOK_EVERY_MS = 60_000;

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
  /** Told every minute, while it is silent, for how many milliseconds at least. */
  readonly silent?: ((forMs: number) => void) | undefined;
}

/** Resolves when the request is over. It is given up when nothing came for the whole of a span, and within a minute of that. */
export async function limitSilence(
  pass: LimitedPass,
  { clock, isCutByTail, isPaused, silent }: SilenceLimits,
): Promise<void> {
  const mostMs = isCutByTail ? NEWEST_WITHIN_MS : WHOLE_WITHIN_MS;
  const over = new AbortController();
  void pass.result.then(() => over.abort());
  for (let silentMs = 0; !over.signal.aborted; ) {
    const [{ bytes }, wasPaused] = [pass, isPaused()];
    await clock.sleep(LOOK_EVERY_MS, over.signal);
    if (over.signal.aborted) return;
    const isSilent = pass.bytes === bytes && !wasPaused && !isPaused();
    silentMs = isSilent ? silentMs + LOOK_EVERY_MS : 0;
    if (silentMs >= mostMs) pass.giveUp({ kind: 'timeout', words: silenceWords(silentMs) });
    else if (isSilent) silent?.(silentMs);
  }
}

export const silenceWords = (silentMs: number): string => {
  const minutes = silentMs / 60_000;
  const words = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  return `The engine was asked for the lines of this container and has sent nothing for ${words}.`;
};

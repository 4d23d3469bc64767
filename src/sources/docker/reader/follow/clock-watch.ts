// Looks now and then whether an engine's clock was set back behind a stream that was asked for from a later moment on: that stream would stay silent.
import type { Clock } from '../../../../core/clock.ts';

/** What the engine's time is becomes known with each list of its containers, once a minute at least. */
const LOOK_EVERY_MS = 60_000;

export interface ClockWatch {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly wasSetBack: () => boolean;
  /** The stream has to be asked for anew. */
  readonly askAnew: () => void;
  /** Aborts when the stream has ended. */
  readonly signal: AbortSignal;
}

export async function watchClock({ clock, wasSetBack, askAnew, signal }: ClockWatch): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(LOOK_EVERY_MS, signal);
    if (!signal.aborted && wasSetBack()) askAnew();
  }
}

// Tells the other instances how a place is watched by this one: they do not see it themselves, and would call it watched while nobody can reach it.
import type { Clock } from '../../../core/clock.ts';
import type { WatchingVerdict } from '../../../core/lines/watching-verdict.ts';

/** The grace of an engine that is out of reach is a minute: the others may know a little later. */
const EVERY_MS = 5_000;

export interface VerdictTelling {
  readonly judge: () => WatchingVerdict;
  /** May reject: it is told again the next time. */
  readonly save: (verdict: WatchingVerdict) => Promise<void>;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly signal: AbortSignal;
}

/** Saves each verdict that differs from the one before, until the signal aborts. */
export async function tellVerdict({ judge, save, clock, signal }: VerdictTelling): Promise<void> {
  let told: string | undefined;
  // At first it is only being found out how the engine stands.
  await clock.sleep(EVERY_MS, signal);
  while (!signal.aborted) {
    const verdict = judge();
    const text = JSON.stringify(verdict);
    if (text !== told) {
      const isSaved = await save(verdict).then(
        () => true,
        () => false,
      );
      told = isSaved ? text : undefined;
    }
    await clock.sleep(EVERY_MS, signal);
  }
}

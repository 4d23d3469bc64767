// Some engines go silent in a stream when the file behind it was cut short. A quiet stream is therefore held against the newest line that the engine has.
import type { Clock } from '../../../../core/clock.ts';
import { millisecondsOf, type Stamp } from '../../../../core/lines/stamp.ts';

const PROBE_EVERY_MS = 300_000;

/** So long ago the engine must have written a line that has not come, for the stream to be taken for dead. */
const STALLED_MS = 10_000;

export interface StallProbeOptions {
  readonly clock: Clock;
  readonly pass: { readonly taken: number; close(): void };
  /** The stamp of the first of the engine's newest lines that has not come and that anybody wants. */
  readonly firstMissing: () => Promise<Stamp | undefined>;
  /** The engine's time. */
  readonly now: () => Stamp;
  readonly known: (newest: Stamp) => void;
  readonly stalled: () => void;
  /** Aborts when the stream has ended. */
  readonly signal: AbortSignal;
}

/** Looks every five minutes, when nothing came meanwhile, until the signal aborts. */
export async function watchForStall(options: StallProbeOptions): Promise<void> {
  const { clock, pass, signal } = options;
  while (!signal.aborted) {
    const { taken } = pass;
    await clock.sleep(PROBE_EVERY_MS, signal);
    if (!signal.aborted && pass.taken === taken) await probe(options);
  }
}

async function probe({ pass, firstMissing, now, known, stalled, signal }: StallProbeOptions): Promise<void> {
  const missing = await firstMissing();
  if (signal.aborted || missing === undefined) return;
  known(missing);
  if (millisecondsOf(now()) - millisecondsOf(missing) < STALLED_MS) return;
  stalled();
  pass.close();
}

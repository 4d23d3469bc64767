// A busy container with small files of lines has them deleted soon: whoever loses its stream for longer than that loses lines. That is said before it happens.
import type { Clock } from '../../../../core/clock.ts';

const LOOK_EVERY_MS = 60_000;
/** A restart of ours, or of a proxy, takes less. */
const ENOUGH_MS = 60_000;

export interface ShortMemoryOptions {
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
  /** `bytes` are those that its stream has brought, about as many as the engine writes. */
  readonly pass: { readonly bytes: number };
  /** How much the engine keeps of it; undefined where that is all, or not known yet. */
  readonly keptBytes: () => number | undefined;
  /** With a sentence when it is too little, with none when it is enough again. */
  readonly tell: (note: string | undefined) => void;
  readonly signal: AbortSignal;
}

/** Looks every minute until the signal aborts. */
export async function watchShortMemory({ clock, pass, keptBytes, tell, signal }: ShortMemoryOptions): Promise<void> {
  while (!signal.aborted) {
    const [bytes, since] = [pass.bytes, clock.monotonic()];
    await clock.sleep(LOOK_EVERY_MS, signal);
    if (signal.aborted) return;
    const kept = keptBytes();
    if (kept === undefined) continue;
    const keptMs = (kept * (clock.monotonic() - since)) / Math.max(1, pass.bytes - bytes);
    tell(keptMs < ENOUGH_MS ? wordsOf(keptMs) : undefined);
  }
}

const wordsOf = (keptMs: number): string =>
  `It writes so much that the engine keeps only the last ${Math.max(1, Math.floor(keptMs / 1000))} s of it: what is not read within that time is lost. Give it larger or more log files (max-size, max-file).`;

// How long lines are known: for as long as they may come again, and no more of them than there is room for.
import { compareStamps, type Stamp, stampAfter } from '../../../core/lines/stamp.ts';
import type { SeenRing } from './seen-ring.ts';

/**
 * Engines write the lines of the two streams a little out of order: up to 40 ms were measured. So far back a line may
 * still come that is new, and so far back the engine is asked again; the ring says which lines of that came already.
 */
const LOOK_BACK_MS = 2_000;
const LEAST_LOOK_BACK_MS = 250;

/** Where stamps have whole seconds the engine is asked since when, and so hides what it writes after its clock was set back. That is noticed from two seconds on, and whatever is less has to lie within what is asked for. */
const COARSE_LOOK_BACK_MS = 5_000;

/** From so many entries on the ring covers less time, down to the least; beyond the bound it covers even less than that. */
const ENOUGH_ENTRIES = 20_000;
export const MOST_ENTRIES = 1 << 18;

/** Below this number of entries nothing is forgotten: it would not be worth the look. */
const PRUNE_FROM = 64;

export interface LookBack {
  readonly usualMs: number;
  /** Of a very busy container. */
  readonly leastMs: number;
}

export const lookBackOf = (isCoarse: boolean): LookBack =>
  isCoarse
    ? { usualMs: COARSE_LOOK_BACK_MS, leastMs: COARSE_LOOK_BACK_MS }
    : { usualMs: LOOK_BACK_MS, leastMs: LEAST_LOOK_BACK_MS };

export interface Forgetting {
  readonly mostEntries: number;
  /** Lines from there on may come again: usually, and of a very busy container. */
  readonly usual: Stamp;
  readonly least: Stamp;
  /** Stamps have whole seconds. */
  readonly isCoarse: boolean;
  /** Set where the clock went back: lines from before that, later than this one, say nothing of what is in the ring now. */
  readonly newestAfterStep: Stamp | undefined;
}

/** Forgets the lines that cannot come again. Gives the floor above those that were forgotten: every line from there on that was handed over is in the ring. */
export function forget(ring: SeenRing, floor: Stamp, terms: Forgetting): Stamp {
  const { mostEntries, usual, least, isCoarse, newestAfterStep } = terms;
  let raised = floor;
  while (ring.count > 1) {
    const oldest = ring.oldest();
    const mayComeAgain = compareStamps(oldest, ring.count > ENOUGH_ENTRIES ? least : usual) >= 0;
    if (mayComeAgain && ring.count <= mostEntries) break;
    ring.dropOldest();
    if (newestAfterStep && compareStamps(oldest, newestAfterStep) > 0) continue;
    const above = isCoarse ? { seconds: oldest.seconds + 1, nanos: 0 } : stampAfter(oldest, 1e-6);
    if (compareStamps(raised, above) < 0) raised = above;
  }
  return raised;
}

/** With so many entries it is worth the next look, so that it costs next to nothing a line. */
export const nextLookAt = (entries: number, mostEntries: number): number =>
  Math.min(Math.max(PRUNE_FROM, 2 * entries), mostEntries);

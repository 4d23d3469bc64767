// The ports through which a tail's lines are judged, and what else happens to an origin.
import type { Happening } from '../core/life/happening.ts';
import type { FloodChange, SavedFlood } from '../core/lines/flood-state.ts';
import type { LineBatch } from '../core/lines/line-batch.ts';
import type { Origin } from '../core/lines/origin.ts';

export interface Judge<Effect> {
  /** Begins with an origin behind what is saved of it: whatever was judged before and not committed is forgotten. */
  open(origin: Origin, saved: SavedFlood | undefined): OriginJudge<Effect>;
  /** About how many bytes an effect occupies until it is committed. */
  sizeOf(effect: Effect): number;
}

/** Says what the lines of one origin mean. It sees each of them once, in order. */
export interface OriginJudge<Effect> {
  /**
   * Judges a batch at once: its arrays are used again when this returns. What it gives is committed in one transaction
   * with the position behind the batch; any effect makes that commit urgent. Throwing is a bug: the origin is read again
   * from its last commit, later.
   */
  judge(origin: Origin, batch: LineBatch): readonly Effect[];
  /** What flood control has to save with the position behind the lines judged so far: all that is new since it was asked last. */
  takeFlood(): FloodChange | undefined;
  /** No more lines come. What is new can still be taken. */
  close(): void;
}

export interface LifeJudge<Effect> {
  /** Begins with an origin behind what is saved of it. */
  open(saved: SavedFlood | undefined): OriginLifeJudge<Effect>;
}

/** Says what happens to one origin means. It sees each happening once, in order. */
export interface OriginLifeJudge<Effect> {
  /** What it gives is committed in one transaction with how far its source has heard; undefined when it leads to nothing. */
  judge(origin: Origin, happening: Happening): Effect | undefined;
  /** How flood control stands behind the happenings judged so far. */
  readonly saved: SavedFlood;
  /** What is new of that since it was asked last. */
  takeFlood(): FloodChange;
}

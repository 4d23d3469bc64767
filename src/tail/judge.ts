// The port through which a tail's lines are judged.
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

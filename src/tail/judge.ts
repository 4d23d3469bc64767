// The port through which a tail's lines are judged.
import type { LineBatch } from '../core/lines/line-batch.ts';
import type { Origin } from '../core/lines/origin.ts';

/** Says what lines mean. It sees each line of an origin once, in order. */
export interface Judge<Effect> {
  /**
   * Judges a batch at once: its arrays are used again when this returns. What it gives is committed in one transaction
   * with the position behind the batch; any effect makes that commit urgent. Throwing is a bug: the origin is read again
   * from its last commit, later.
   */
  judge(origin: Origin, batch: LineBatch): readonly Effect[];
  /** About how many bytes an effect occupies until it is committed. */
  sizeOf(effect: Effect): number;
}

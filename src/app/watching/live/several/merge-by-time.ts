// Puts what several containers brought into one order: by the moments of their lines, and of each container as it came.
import { compareStamps, laterStamp, type Stamp } from '../../../../core/lines/stamp.ts';

export interface Dated {
  /** Absent for what belongs to the line before it. */
  readonly stamp?: Stamp;
}

/** A line that is older than one before it of the same container stays behind that one. */
export function mergeByTime<Item extends Dated>(queues: Iterable<readonly Item[]>): Item[] {
  const placed: { readonly item: Item; readonly at: Stamp | undefined }[] = [];
  for (const queue of queues) {
    let at: Stamp | undefined;
    for (const item of queue) {
      at = item.stamp === undefined ? at : laterStamp(at, item.stamp);
      placed.push({ item, at });
    }
  }
  return placed.toSorted((one, other) => inOrder(one.at, other.at)).map(({ item }) => item);
}

/** What stands before any line comes first. */
function inOrder(one: Stamp | undefined, other: Stamp | undefined): number {
  if (one === undefined || other === undefined) return Number(one !== undefined) - Number(other !== undefined);
  return compareStamps(one, other);
}

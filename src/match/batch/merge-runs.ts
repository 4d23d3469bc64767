// Sorting what is nearly sorted: the hits of a batch come in one ascending run a pass.

/** A pass finds the rules of one line in any order, so that a hit stands a few places behind the one that it belongs before. */
const NEAR = 8;

/**
 * The order that makes `keys` ascend, as indexes, equal keys in their given order. What it is given consists of a few
 * runs that nearly ascend already, one a pass; merging neighbours costs little more than reading them.
 */
export function orderByKey(keys: Float64Array): Uint32Array {
  let order = new Uint32Array(keys.length);
  let spare = new Uint32Array(keys.length);
  for (let starts = makeRuns(keys, order); starts.length > 1; ) {
    const merged: number[] = [];
    for (let i = 0; i < starts.length; i += 2) {
      const [from = 0, middle = keys.length, end = keys.length] = [starts[i], starts[i + 1], starts[i + 2]];
      merge({ order, spare, keys }, { from, middle, end });
      merged.push(from);
    }
    starts = merged;
    [order, spare] = [spare, order];
  }
  return order;
}

/** Puts the indexes of `keys` into `order`, each where it belongs among the few before it, and says where ascending runs begin. */
function makeRuns(keys: Float64Array, order: Uint32Array): number[] {
  const starts = [0];
  let start = 0;
  for (let i = 0; i < order.length; i++) {
    const key = keys[i] ?? 0;
    const nearest = Math.max(start, i - NEAR);
    let at = i;
    while (at > nearest && (keys[order[at - 1] ?? 0] ?? 0) > key) at--;
    if (at > start && (keys[order[at - 1] ?? 0] ?? 0) > key) {
      start = i;
      starts.push(i);
      at = i;
    }
    for (let moved = i; moved > at; moved--) order[moved] = order[moved - 1] ?? 0;
    order[at] = i;
  }
  return starts;
}

interface Arrays {
  readonly order: Uint32Array;
  readonly spare: Uint32Array;
  readonly keys: Float64Array;
}

/** Merges order[from, middle) with order[middle, end) into the same places of `spare`. */
function merge(
  { order, spare, keys }: Arrays,
  { from, middle, end }: { from: number; middle: number; end: number },
): void {
  let left = from;
  let right = middle;
  for (let at = from; at < end; at++) {
    const leftKey = left < middle ? (keys[order[left] ?? 0] ?? 0) : Number.POSITIVE_INFINITY;
    const rightKey = right < end ? (keys[order[right] ?? 0] ?? 0) : Number.POSITIVE_INFINITY;
    spare[at] = (leftKey <= rightKey ? order[left++] : order[right++]) ?? 0;
  }
}

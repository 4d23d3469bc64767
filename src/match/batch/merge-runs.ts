// Sorting what is nearly sorted: the hits of a batch come in one ascending run a pass.

/**
 * The order that makes `keys` ascend, as indexes, equal keys in their given order. What it is given consists of a few
 * runs that ascend already, one a pass; merging neighbours costs little more than reading them.
 */
export function orderByKey(keys: Float64Array): Uint32Array {
  let order = new Uint32Array(keys.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  let spare = new Uint32Array(keys.length);
  for (let starts = runStarts(keys); starts.length > 1; ) {
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

function runStarts(keys: Float64Array): number[] {
  const starts = [0];
  for (let i = 1; i < keys.length; i++) if ((keys[i] ?? 0) < (keys[i - 1] ?? 0)) starts.push(i);
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

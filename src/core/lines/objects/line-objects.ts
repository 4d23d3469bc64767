// What the lines of a batch were taken out of, where that says more than they do: objects of JSON, of which the lines are the messages.

/** They lie in the order of their lines. The byte for line feeds within lines stands nowhere in them. */
export interface LineObjects {
  readonly bytes: Uint8Array;
  /** Line i is the message of bytes[starts[i], ends[i]); it has no object where both are the same. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Made when it is asked for: most lines belong to workloads where nobody asks. Valid as long as the batch is. */
export type ObjectsOfLines = () => LineObjects;

export interface WithObjects {
  readonly objects?: ObjectsOfLines | undefined;
}

/** The object of one line; undefined where it has none. */
export function objectOf({ objects }: WithObjects, line: number): Uint8Array | undefined {
  if (objects === undefined) return undefined;
  const { bytes, starts, ends } = objects();
  const [start = 0, end = 0] = [starts[line], ends[line]];
  return end > start ? bytes.subarray(start, end) : undefined;
}

/** Of lines that somebody gives; undefined where none has one. */
export function objectsOf(given: readonly (Uint8Array | undefined)[]): ObjectsOfLines | undefined {
  return given.some((object) => object !== undefined) ? () => oneBehindTheOther(given) : undefined;
}

export function oneBehindTheOther(given: readonly (Uint8Array | undefined)[]): LineObjects {
  const [starts, ends] = [new Int32Array(given.length), new Int32Array(given.length)];
  let at = 0;
  for (const [line, object] of given.entries()) {
    starts[line] = at;
    at += object?.length ?? 0;
    ends[line] = at;
  }
  return { bytes: Buffer.concat(given.filter((object) => object !== undefined)), starts, ends };
}

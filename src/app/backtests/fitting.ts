// How many of some values fit into so many bytes of JSON.

/** The first ones, as long as they fit. */
export function fitting<Value>(values: readonly Value[], mostBytes: number): readonly Value[] {
  let left = mostBytes;
  const first = values.findIndex((value) => {
    // A comma stands between two.
    left -= Buffer.byteLength(JSON.stringify(value)) + 1;
    return left < 0;
  });
  return first === -1 ? values : values.slice(0, first);
}

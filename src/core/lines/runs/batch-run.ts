// Lines of a batch that follow each other, as a batch of their own: nothing of their text is copied.
import type { JoinedLines, LineBatch } from '../line-batch.ts';
import type { ObjectsOfLines } from '../objects/line-objects.ts';

/** Those that are wanted, in runs that are as long as they can be. They are valid as long as the batch is. */
export function wantedRuns(batch: LineBatch, isWanted: (line: number) => boolean): readonly LineBatch[] {
  const runs: LineBatch[] = [];
  let from = 0;
  for (let line = 0; line <= batch.count; line++) {
    if (line < batch.count && isWanted(line)) continue;
    if (line > from) runs.push(runOf(batch, from, line));
    from = line + 1;
  }
  return runs;
}

/** Lines from up to end, which is not among them. */
function runOf(batch: LineBatch, from: number, end: number): LineBatch {
  if (from === 0 && end === batch.count) return batch;
  const first = batch.starts[from] ?? 0;
  const behind = end === batch.count ? batch.length : (batch.starts[end] ?? 0);
  const moved = (places: Int32Array): Int32Array => places.slice(from, end).map((place) => place - first);
  return {
    count: end - from,
    bytes: batch.bytes.subarray(first, behind),
    length: behind - first,
    starts: moved(batch.starts),
    ends: moved(batch.ends),
    seconds: batch.seconds.subarray(from, end),
    nanos: batch.nanos.subarray(from, end),
    streams: batch.streams.subarray(from, end),
    hashes: batch.hashes.subarray(2 * from, 2 * end),
    ordinals: batch.ordinals.subarray(from, end),
    marks: batch.marks.subarray(from, end),
    ...(batch.isJoined !== undefined && { isJoined: batch.isJoined }),
    ...(batch.objects && { objects: objectsRun(batch.objects, from, end) }),
    ...(batch.joined && { joined: joinedRun(batch.joined, from, end) }),
  };
}

const objectsRun =
  (objects: ObjectsOfLines, from: number, end: number): ObjectsOfLines =>
  () => {
    const { bytes, starts, ends } = objects();
    return { bytes, starts: starts.subarray(from, end), ends: ends.subarray(from, end) };
  };

function joinedRun({ counts, seconds, nanos }: JoinedLines, from: number, end: number): JoinedLines {
  const own = counts.subarray(from, end);
  const lines = own.reduce((sum, count) => sum + count, 0);
  return { lines, counts: own, seconds: seconds.subarray(from, end), nanos: nanos.subarray(from, end) };
}

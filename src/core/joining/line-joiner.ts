// Joins lines that belong together, as those of a stack trace do, to one: for each stream by itself, and by nothing but the lines.

import { type LineBatch, STDERR, STDOUT, type StreamNumber } from '../lines/line-batch.ts';
import { INNER_NEWLINE } from '../text/inner-newline.ts';
import { begun, continued } from './continuation.ts';
import { JoinedBatch } from './joined-batch.ts';
import { AS_TRACES, type Joining } from './joining.ts';
import { OpenGroup, type SavedGroup, type Source } from './open-group.ts';

/** A group with so many lines or bytes, or of so much time, is closed. */
export const MOST_LINES = 500;
export const MOST_BYTES = 1024 * 1024;
const MOST_SECONDS = 1;

export interface OpenLines {
  readonly lines: number;
  readonly bytes: number;
  /** All of them; valid until the next line comes. */
  readonly text: () => Uint8Array;
  /** What the first of them was taken out of. */
  readonly object: Uint8Array | undefined;
}

export class LineJoiner {
  readonly #batch = new JoinedBatch();
  readonly #begins: Joining['begins'];
  readonly #stdout = new OpenGroup();
  readonly #stderr = new OpenGroup();

  constructor({ begins }: Joining = AS_TRACES, saved: readonly SavedGroup[] = []) {
    this.#begins = begins;
    for (const group of saved) this.#of(group.stream).restore(group);
  }

  get isOpen(): boolean {
    return this.#stdout.isOpen || this.#stderr.isOpen;
  }

  /** The groups that are open, the earlier one first. */
  get saved(): readonly SavedGroup[] {
    return this.#groups().flatMap((group) => group.saved ?? []);
  }

  /** The lines that may go on, of one stream. */
  openOn(stream: StreamNumber): OpenLines | undefined {
    const group = this.#of(stream);
    return group.isOpen
      ? { lines: group.lines, bytes: group.bytes, text: () => group.text, object: group.object }
      : undefined;
  }

  /** Takes the lines, and gives those that nothing can go on with any more. The batch is valid until the next call. */
  take(batch: LineBatch): JoinedBatch {
    this.#batch.clear(batch.objects);
    const { bytes, length } = batch;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, length);
    const source = { bytes: text, isFree: batch.isJoined === true || !text.includes(INNER_NEWLINE) };
    for (let line = 0; line < batch.count; line++) this.#next(batch, line, source);
    this.#stdout.keep(batch, source);
    this.#stderr.keep(batch, source);
    return this.#batch;
  }

  /** Gives what is open, as it is. */
  close(): JoinedBatch {
    this.#batch.clear();
    for (const group of this.#groups()) group.give(this.#batch);
    return this.#batch;
  }

  #of(stream: number): OpenGroup {
    return stream === STDERR ? this.#stderr : this.#stdout;
  }

  /** Those that are kept. */
  #groups(): OpenGroup[] {
    return [this.#stdout, this.#stderr].filter(({ isOpen }) => isOpen).sort(byTime);
  }

  #next(batch: LineBatch, line: number, source: Source): void {
    const stream = batch.streams[line] ?? STDOUT;
    const other = stream === STDERR ? this.#stdout : this.#stderr;
    // A line that is later than the group of the other stream may last comes behind it: judged by their times, they stay in order.
    if (other.isOpen && passed(other, batch, line) > MOST_SECONDS) other.give(this.#batch, batch, source);
    const group = this.#of(stream);
    const [from, end] = [batch.starts[line] ?? 0, batch.ends[line] ?? 0];
    if (group.isOpen) {
      const trace = fits(group, batch, line) ? this.#continued(group, { bytes: source.bytes, from, end }) : undefined;
      if (trace !== undefined) {
        group.goOn(batch, line, trace);
        return;
      }
      group.give(this.#batch, batch, source);
    }
    group.begin(batch, line, begun(source.bytes, from, end));
  }

  /** What the group is with this line; undefined where it does not go on with it. */
  #continued({ trace }: OpenGroup, line: { readonly bytes: Buffer; readonly from: number; readonly end: number }) {
    if (this.#begins === undefined) return continued(trace, line);
    return this.#begins(line.bytes.subarray(line.from, line.end)) ? undefined : trace;
  }
}

const byTime = ({ head: one }: OpenGroup, { head: other }: OpenGroup): number =>
  (one?.seconds ?? 0) - (other?.seconds ?? 0) || (one?.nanos ?? 0) - (other?.nanos ?? 0);

/** Seconds from the beginning of a group to a line. */
function passed(group: OpenGroup, { seconds, nanos, isTimedOnArrival }: LineBatch, line: number): number {
  const [second, nano] = [seconds[line] ?? 0, nanos[line] ?? 0];
  if (!group.hasSince) {
    // Where lines have the time at which they were read, how long nobody read says nothing of how they belong together.
    const { head } = group;
    group.hasSince = true;
    group.sinceSeconds = isTimedOnArrival ? second : (head?.seconds ?? 0);
    group.sinceNanos = isTimedOnArrival ? nano : (head?.nanos ?? 0);
  }
  return second - group.sinceSeconds + (nano - group.sinceNanos) / 1e9;
}

function fits(group: OpenGroup, batch: LineBatch, line: number): boolean {
  const size = (batch.ends[line] ?? 0) - (batch.starts[line] ?? 0);
  const isInTime = Math.abs(passed(group, batch, line)) <= MOST_SECONDS;
  return isInTime && group.lines < MOST_LINES && group.bytes + 1 + size <= MOST_BYTES;
}

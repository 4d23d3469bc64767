// Joins lines that belong together, as those of a stack trace do, to one: for each stream by itself, and by nothing but the lines.

import { type LineBatch, STDERR, STDOUT, type StreamNumber } from '../lines/line-batch.ts';
import { laterStamp, type Stamp } from '../lines/stamp.ts';
import { freeInnerNewlines, INNER_NEWLINE } from '../text/inner-newline.ts';
import { begun, continued, TRACES, type Trace } from './continuation.ts';
import { headOfLine, JoinedBatch, type LineHead } from './joined-batch.ts';
import { AS_TRACES, type Joining } from './joining.ts';

/** A group with so many lines or bytes, or of so much time, is closed. */
export const MOST_LINES = 500;
export const MOST_BYTES = 1024 * 1024;
const MOST_SECONDS = 1;

/** Lines that may go on with the next one of their stream. */
interface Group {
  readonly head: LineHead;
  texts: Buffer[];
  lines: number;
  bytes: number;
  trace: Trace;
  /** The newest moment of its lines. */
  newest: Stamp;
  /** From here its second counts; undefined for what was saved until the next line says whether its time is its own. */
  since: Stamp | undefined;
}

export interface OpenLines {
  readonly lines: number;
  readonly bytes: number;
  /** All of them; valid until the next line comes. */
  readonly text: () => Uint8Array;
}

/** A group as it is saved. */
export interface SavedGroup extends LineHead {
  readonly trace: string;
  readonly lines: number;
  readonly newest: Stamp;
  /** In base64. */
  readonly text: string;
}

export class LineJoiner {
  readonly #batch = new JoinedBatch();
  /** By stream. */
  readonly #open: (Group | undefined)[] = [];

  readonly #begins: Joining['begins'];

  constructor({ begins }: Joining = AS_TRACES, saved: readonly SavedGroup[] = []) {
    this.#begins = begins;
    for (const group of saved) this.#open[group.stream] = restored(group);
  }

  get isOpen(): boolean {
    return this.#open.some((group) => group !== undefined);
  }

  /** The groups that are open, the earlier one first. */
  get saved(): readonly SavedGroup[] {
    return this.#groups().map(({ head, texts, lines, trace, newest }) => ({
      ...{ ...head, trace, lines, newest },
      text: Buffer.concat(texts).toString('base64'),
    }));
  }

  /** The lines that may go on, of one stream. */
  openOn(stream: StreamNumber): OpenLines | undefined {
    const group = this.#open[stream];
    return group && { lines: group.lines, bytes: group.bytes, text: () => textOf(group) };
  }

  /** Takes the lines, and gives those that nothing can go on with any more. The batch is valid until the next call. */
  take(batch: LineBatch): JoinedBatch {
    this.#batch.clear();
    for (let line = 0; line < batch.count; line++) this.#next(batch, line);
    return this.#batch;
  }

  /** Gives what is open, as it is. */
  close(): JoinedBatch {
    this.#batch.clear();
    for (const group of this.#groups()) this.#give(group);
    this.#open.length = 0;
    return this.#batch;
  }

  #groups(): Group[] {
    return [this.#open[STDOUT], this.#open[STDERR]]
      .filter((group) => group !== undefined)
      .sort(({ head: one }, { head: other }) => one.seconds - other.seconds || one.nanos - other.nanos);
  }

  #next(batch: LineBatch, line: number): void {
    const stream = batch.streams[line] ?? STDOUT;
    const [from, end] = [batch.starts[line] ?? 0, batch.ends[line] ?? 0];
    const { bytes } = batch;
    this.#giveWhatIsOver(stream === STDOUT ? STDERR : STDOUT, batch, line);
    const group = this.#open[stream];
    const at = stampOf(batch, line);
    const trace = group && fits(group, batch, line) ? this.#continued(group, { bytes, from, end }) : undefined;
    const text = Buffer.from(bytes.subarray(from, end));
    if (!batch.isJoined) freeInnerNewlines(text);
    if (group !== undefined && trace !== undefined) {
      group.texts.push(FEED, text);
      group.lines++;
      group.bytes += text.length + 1;
      group.trace = trace;
      group.newest = laterStamp(group.newest, at);
      return;
    }
    if (group !== undefined) this.#give(group);
    this.#open[stream] = {
      ...{ head: headOfLine(batch, line), texts: [text], lines: 1, bytes: text.length },
      ...{ trace: begun(bytes, from, end), newest: at, since: at },
    };
  }

  /** What the group is with this line; undefined where it does not go on with it. */
  #continued(group: Group, line: { readonly bytes: Uint8Array; readonly from: number; readonly end: number }) {
    if (this.#begins === undefined) return continued(group.trace, line);
    return this.#begins(line.bytes.subarray(line.from, line.end)) ? undefined : group.trace;
  }

  /** A line of the other stream that is later than a group may last comes behind it: judged by the time of their lines, they stay in order. */
  #giveWhatIsOver(stream: number, batch: LineBatch, line: number): void {
    const group = this.#open[stream];
    if (group === undefined || passed(group, batch, line) <= MOST_SECONDS) return;
    this.#give(group);
    this.#open[stream] = undefined;
  }

  #give(group: Group): void {
    const { head, lines, newest } = group;
    this.#batch.add({ head, text: textOf(group), lines, newest });
  }
}

/** It is one piece from then on: whoever looks with each line has not all of them put together each time. */
function textOf(group: Group): Buffer {
  const [first] = group.texts;
  const text = group.texts.length === 1 && first !== undefined ? first : Buffer.concat(group.texts, group.bytes);
  group.texts = [text];
  return text;
}

const FEED = Buffer.of(INNER_NEWLINE);

const stampOf = ({ seconds, nanos }: LineBatch, line: number): Stamp => ({
  seconds: seconds[line] ?? 0,
  nanos: nanos[line] ?? 0,
});

/** Seconds from the beginning of a group to a line. */
function passed(group: Group, batch: LineBatch, line: number): number {
  const at = stampOf(batch, line);
  // Where lines have the time at which they were read, how long nobody read says nothing of how they belong together.
  group.since ??= batch.isTimedOnArrival ? at : group.head;
  return at.seconds - group.since.seconds + (at.nanos - group.since.nanos) / 1e9;
}

function fits(group: Group, batch: LineBatch, line: number): boolean {
  const size = (batch.ends[line] ?? 0) - (batch.starts[line] ?? 0);
  const isInTime = Math.abs(passed(group, batch, line)) <= MOST_SECONDS;
  return isInTime && group.lines < MOST_LINES && group.bytes + 1 + size <= MOST_BYTES;
}

function restored({ trace, lines, text, newest, ...head }: SavedGroup): Group {
  const bytes = Buffer.from(text, 'base64');
  const known = TRACES.find((one) => one === trace) ?? 'body';
  return { head, texts: [bytes], lines, bytes: bytes.length, trace: known, newest, since: undefined };
}

import { expect, test } from 'vitest';
import type { WantedStreams } from '../../../src/core/lines/line-batch.ts';
import { applyPositionChange } from '../../../src/core/lines/position-change.ts';
import type { SavedPosition } from '../../../src/core/lines/reading.ts';
import type { LineSink, LineSource, Reading } from '../../../src/tail/line-source.ts';
import { everyLine } from '../../support/judge-every-line.ts';

/** One origin that a test can write to. */
export interface LineSourceUnderTest {
  readonly source: LineSource;
  /** Writes lines `line n` to stdout and `error n` to stderr, one each, with the next numbers. */
  write(pairs: number): void;
  /** Lets everything happen that is about to. */
  settle(): Promise<void>;
}

const BOTH: WantedStreams = { stdout: true, stderr: true };

/** What every source does for a tail; each test asks for an origin that nothing was written to. */
export function lineSourceContract(open: () => Promise<LineSourceUnderTest>): void {
  async function given(): Promise<
    LineSourceUnderTest & { begin: (position?: SavedPosition, wanted?: WantedStreams) => Read }
  > {
    const under = await open();
    return { ...under, begin: (position, wanted = BOTH) => begin(under.source, position, wanted) };
  }

  test('says nothing before it has returned', async () => {
    const { write, settle, begin } = await given();
    write(3);
    const read = begin();
    expect(read.calls).toBe(0);
    await settle();
    expect(read.texts.toSorted()).toEqual(pairs(0, 3));
    await read.reading.stop();
  });

  test('hands over what is written before and after, each line once', async () => {
    const { write, settle, begin } = await given();
    write(2);
    const read = begin();
    await settle();
    write(2);
    await settle();
    expect(read.texts.toSorted()).toEqual(pairs(0, 4));
    await read.reading.stop();
  });

  test('goes on from a position that was taken at any moment', async () => {
    const { write, settle, begin } = await given();
    const all: string[] = [];
    let position: SavedPosition | undefined;
    for (let life = 0; life < 5; life++) {
      write(3);
      const read = begin(position);
      await settle();
      write(life);
      await settle();
      const change = read.reading.takePosition();
      if (change) position = applyPositionChange(position, change);
      all.push(...read.texts);
      write(2);
      await read.reading.stop();
    }
    const last = begin(position);
    await settle();
    expect([...all, ...last.texts].toSorted()).toEqual(pairs(0, 5 * 3 + 10 + 5 * 2));
    await last.reading.stop();
  });

  test('has no new position when nothing was handed over since the last', async () => {
    const { write, settle, begin } = await given();
    write(1);
    const read = begin();
    await settle();
    expect(read.reading.takePosition()).toBeDefined();
    await settle();
    expect(read.reading.takePosition()).toBeUndefined();
    await read.reading.stop();
  });

  test('hands over nothing while it is paused, and all of it afterwards', async () => {
    const { write, settle, begin } = await given();
    const read = begin();
    await settle();
    read.reading.pause();
    await settle();
    write(3);
    await settle();
    expect(read.texts).toEqual([]);
    read.reading.resume();
    await settle();
    expect(read.texts.toSorted()).toEqual(pairs(0, 3));
    await read.reading.stop();
  });

  test('may be paused from within a call to the sink', async () => {
    const { write, settle, begin } = await given();
    const read = begin();
    await settle();
    read.onLines = () => read.reading.pause();
    write(1);
    await settle();
    write(5);
    await settle();
    const before = read.texts.length;
    expect(before).toBeLessThan(12);
    read.onLines = () => {};
    read.reading.resume();
    await settle();
    expect(read.texts.toSorted()).toEqual(pairs(0, 6));
    await read.reading.stop();
  });

  test('says nothing after it has stopped, and may be stopped twice', async () => {
    const { write, settle, begin } = await given();
    const read = begin();
    await settle();
    await Promise.all([read.reading.stop(), read.reading.stop()]);
    const { calls } = read;
    write(3);
    await settle();
    expect([read.calls, read.texts]).toEqual([calls, []]);
  });

  test('hands over the wanted streams alone, from when they are wanted', async () => {
    const { write, settle, begin } = await given();
    const read = begin(undefined, { stdout: false, stderr: false });
    await settle();
    write(1);
    await settle();
    read.reading.want({ stdout: false, stderr: true });
    await settle();
    write(1);
    await settle();
    read.reading.want(BOTH);
    await settle();
    write(1);
    await settle();
    expect(read.texts.toSorted()).toEqual(['error 1', 'error 2', 'line 2']);
    await read.reading.stop();
  });
}

interface Read {
  readonly reading: Reading;
  readonly texts: readonly string[];
  readonly calls: number;
  onLines: () => void;
}

function begin(source: LineSource, position: SavedPosition | undefined, wanted: WantedStreams): Read {
  const texts: string[] = [];
  const read = { texts, calls: 0, onLines: () => {} };
  const called = (): void => {
    read.calls += 1;
  };
  const sink: LineSink = {
    lines(batch) {
      called();
      texts.push(...everyLine(batch).map(({ text }) => text));
      read.onLines();
    },
    gap: called,
    state: called,
    reconnected: called,
    known: called,
    failed: called,
  };
  return Object.assign(read, { reading: source.read({ position, wanted, sink }) });
}

/** What `write` has written, sorted. */
const pairs = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, n) => [`line ${from + n}`, `error ${from + n}`])
    .flat()
    .toSorted();

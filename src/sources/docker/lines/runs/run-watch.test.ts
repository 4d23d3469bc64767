import { describe, expect, test } from 'vitest';
import { CollectedLines } from '../../../../../test/support/docker-lines/collected-lines.ts';
import { framed, wholeStamp } from '../../../../../test/support/docker-lines/engine-records.ts';
import { FramedLines } from '../framed-lines.ts';
import { StampReader } from '../stamps/stamp-reader.ts';
import { type KnownRuns, RunEnds } from './run-ends.ts';

const NOON = Date.UTC(2026, 10, 21, 12) / 1000;

interface Written {
  readonly text: string;
  readonly stream?: 1 | 2;
  readonly second?: number;
}

const out = (text: string, second = 0): Written => ({ text, second });
const err = (text: string, second = 0): Written => ({ text, second, stream: 2 });

/** One answer of an engine that goes on with a line in the next run. `hasEnded`: the container runs no more when it comes. */
function answer(records: readonly Written[], runs: KnownRuns, hasEnded = false): readonly string[] {
  const taker = new CollectedLines(runs);
  const reader = new FramedLines({ taker, stamps: new StampReader(), joining: 'newline' });
  for (const { text, stream = 1, second = 0 } of records) {
    const bytes = framed({ stream, stamp: { seconds: NOON + second, nanos: 0 }, text: Buffer.from(text) }, wholeStamp);
    reader.push(bytes, 0, bytes.length);
  }
  if (hasEnded) reader.flush();
  else reader.rest();
  return taker.texts;
}

/** What is known when a container has written this and ended. */
function knownAfter(records: readonly Written[]): KnownRuns {
  const runs = { ends: new RunEnds(), from: 0 };
  answer(records, runs, true);
  return runs;
}

describe('a line that a container left without an end', () => {
  const run = [out('one\n'), err('warn\n'), out('le'), err('tail\n'), out('ft')];

  test('goes on with the next run while nobody knows that there was an end', () => {
    const runs = { ends: new RunEnds(), from: 0 };
    expect(answer([...run, out('next\n')], runs)).toEqual(['one', 'warn', 'tail', 'leftnext']);
  });

  test('is over where it was when its container had ended, and comes in the same order again', () => {
    const runs = knownAfter(run);
    expect(answer([...run, err('of stderr\n'), out('next\n')], runs)).toEqual([
      ...['one', 'warn', 'tail', 'left'],
      ...['of stderr', 'next'],
    ]);
    expect(answer(run, runs)).toEqual(['one', 'warn', 'tail', 'left']);
  });

  test('is over, too, where an answer has its stream alone', () => {
    const runs = knownAfter(run);
    const alone = run.filter(({ stream }) => stream !== 2);
    expect(answer([...alone, out('next\n')], runs)).toEqual(['one', 'left', 'next']);
    expect(answer(alone, runs)).toEqual(['one', 'left']);
  });

  test('is over before the next run begins on the other stream, whose last record was written before what is asked for', () => {
    const { ends } = knownAfter([err('long ago\n', -60), out('left')]);
    const runs = { ends, from: NOON - 5 };
    expect(answer([out('left'), err('of stderr\n', 2), out('next\n', 2)], runs)).toEqual(['left', 'of stderr', 'next']);
  });

  test('is over once only: what looks the same elsewhere goes on', () => {
    const runs = knownAfter([out('wait'), out('ed\n'), out('wait')]);
    const all = [out('wait'), out('ed\n'), out('wait'), out('ing\n'), out('wait', 1), out('s\n', 1)];
    expect(answer(all, runs)).toEqual(['waited', 'wait', 'ing', 'waits']);
  });

  test('goes on where something else stands at that place, for the log was cut off before it', () => {
    const runs = knownAfter([out('a\n'), out('b\n'), out('left')]);
    expect(answer([out('left'), out('next\n'), out('be'), out('hind\n')], runs)).toEqual(['leftnext', 'behind']);
  });

  test('of several runs is over behind each', () => {
    const first = [out('same')];
    const runs = knownAfter(first);
    answer([...first, ...first], runs, true);
    expect(answer([...first, ...first, out('same\n')], runs)).toEqual(['same', 'same', 'same']);
  });

  test('takes nothing of the next run with it, however long it was', () => {
    const long = Array.from({ length: 140 }, () => out('x'.repeat(8_192)));
    const runs = knownAfter(long);
    expect(answer([...long, out('next\n')], runs).map(({ length }) => length)).toEqual([1024 * 1024, 4]);
  });
});

test('of the ends of runs the newest are known, and each once', () => {
  const ends = new RunEnds();
  const end = (nth: number) => ({ stdout: { seconds: NOON, nth, hash1: 1, hash2: 2 } });
  for (let nth = 0; nth < 100; nth++) for (let again = 0; again < 2; again++) ends.add(end(nth));
  expect(ends.all).toEqual(Array.from({ length: 64 }, (_, i) => end(36 + i)));
});

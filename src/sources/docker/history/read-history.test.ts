import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { ModelEngine, type ModelRules } from '../../../../test/support/model-engine.ts';
import { BOTH_STREAMS, type LineBatch } from '../../../core/lines/line-batch.ts';
import { type Stamp, stampAfter } from '../../../core/lines/stamp.ts';
import { createLineReader } from '../lines/create-line-reader.ts';
import { StampReader } from '../lines/stamps/stamp-reader.ts';
import { mannerOf } from '../reader/reading-manner.ts';
import { type HistoryQuestion, readHistory } from './read-history.ts';

const START: Stamp = { seconds: 1_790_000_000, nanos: 0 };
const moment = (ms: number): Stamp => stampAfter(START, ms);

/** An engine with lines that were written a second after each other. */
function given(count: number, rules: ModelRules = { sinceOnce: false }) {
  const engine = new ModelEngine(rules);
  for (let n = 0; n < count; n++) engine.write({ stream: 1, stamp: moment(n * 1_000), text: `line ${n}\n` });
  const seen: string[] = [];
  const leaving = new AbortController();
  const stamps = new StampReader();
  const { kind, version } = engine;
  const read = (change: Partial<HistoryQuestion> = {}, rested?: () => Promise<void> | undefined) =>
    readHistory(
      {
        client: engine,
        manner: mannerOf({ kind, version }),
        openLines: (firstByte, taker) => createLineReader({ firstByte, kind, taker, stamps }),
      },
      { containerId: 'c1', streams: BOTH_STREAMS, since: undefined, until: moment(1e9), ...change },
      { taker: { lines: (batch) => seen.push(...textsOf(batch)), ...(rested && { rested }) }, signal: leaving.signal },
    );
  return { engine, seen, leaving, read };
}

const textsOf = ({ count, bytes, starts, ends }: LineBatch): string[] =>
  Array.from({ length: count }, (_, n) => Buffer.from(bytes.subarray(starts[n], ends[n])).toString());

describe('a history', () => {
  test('is read from a moment up to another, once, and ends', async () => {
    const { engine, seen, read } = given(10);
    expect(await read({ since: moment(3_000), until: moment(6_500) })).toEqual({ how: 'complete' });
    expect(seen).toEqual(['line 3', 'line 4', 'line 5', 'line 6']);
    expect(engine.asked).toEqual([expect.stringContaining('follow=0')]);
    expect(engine.openStreams).toBe(0);
  });

  test('is read no further than behind its end, however much there is', async () => {
    const { engine, seen, read } = given(5_000);
    expect(await read({ until: moment(2_000) })).toEqual({ how: 'complete' });
    expect(seen).toEqual(['line 0', 'line 1', 'line 2']);
    expect(engine.sentInHistories).toBeLessThan(10);
  });

  test('leaves out what is older than its beginning, also where an engine forgets that', async () => {
    const { engine, seen, read } = given(3, { sinceOnce: true });
    engine.write({ stream: 2, stamp: moment(500), text: 'late and old\n' });
    await read({ since: moment(1_000) });
    expect(seen).toEqual(['line 1', 'line 2']);
  });

  test('of Podman begins with the second that was asked for', async () => {
    const { seen, read } = given(4, { kind: 'podman', sinceOnce: false });
    await read({ since: moment(2_000) });
    expect(seen).toEqual(['line 2', 'line 3']);
  });

  test('has the half of a line only when its container has ended', async () => {
    const { engine, seen, read } = given(1);
    engine.write({ stream: 1, stamp: moment(1_000), text: 'x'.repeat(16_384) });
    await read();
    expect(seen).toEqual(['line 0']);
    engine.exit(false);
    await read();
    expect(seen.slice(1)).toEqual(['line 0', 'x'.repeat(16_384)]);
  });

  test('of a container that is being removed is left alone', async () => {
    const { engine, read } = given(1);
    engine.isRemovedAtEnd = true;
    engine.exit(false);
    expect(await read()).toEqual({ how: 'being_removed' });
    expect(engine.asked).toEqual([]);
  });

  test('that cannot be had says why: no such container, no reading, a break in the middle', async () => {
    const { engine, seen, read } = given(2);
    engine.broken = engine.records[1];
    expect(await read()).toMatchObject({ how: 'failed', fault: { words: expect.stringContaining('broke off') } });
    expect(seen).toEqual(['line 0']);
    engine.isUnreadable = true;
    expect(await read()).toMatchObject({ how: 'failed' });
    engine.isRemoved = true;
    expect(await read()).toMatchObject({ how: 'failed', fault: { status: 404 } });
  });

  test('is closed as soon as nobody wants it any more', async () => {
    const { engine, leaving, read } = given(1);
    engine.isMute = true;
    const reading = read();
    await new ManualClock().advance(0);
    leaving.abort();
    expect(await reading).toEqual({ how: 'closed' });
    expect(engine.openStreams).toBe(0);
  });

  test('waits with the engine for whoever takes it', async () => {
    const { engine, seen, read } = given(2);
    const { promise, resolve } = Promise.withResolvers<void>();
    let rests = 0;
    engine.hangsAt = engine.records[1];
    const reading = read({}, () => (rests++ === 0 ? promise : undefined));
    await new ManualClock().advance(0);
    expect(seen).toEqual(['line 0']);
    engine.hangsAt = undefined;
    engine.deliver();
    expect(seen).toEqual(['line 0']);
    resolve();
    expect(await reading).toEqual({ how: 'complete' });
    expect(seen).toEqual(['line 0', 'line 1']);
  });
});

import { describe, expect, test } from 'vitest';
import { at, NEW_YEAR } from '../../../../test/support/line-batch.ts';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { ModelEngine } from '../../../../test/support/model-engine.ts';
import { BOTH_STREAMS, type LineBatch } from '../../../core/lines/line-batch.ts';
import { Histories, type HistoriesParts } from './histories.ts';
import type { HistorySpan, HistoryTaker } from './history-read.ts';

// Only these parts of a container are looked at.
const CONTAINER = { id: 'web', host: 'nas', state: 'following', workload: { kind: 'container' } } as Parameters<
  Histories['read']
>[0];

/** An engine that another instance watches: it is asked what it is. */
function given() {
  const [clock, client] = [new ManualClock(), new ModelEngine({ sinceOnce: false })];
  client.time = NEW_YEAR;
  client.write({ stream: 1, stamp: NEW_YEAR, text: 'a line\n' });
  const engine = { name: 'nas', client, source: { status: () => ({ traits: undefined }) } };
  // Only these parts of an engine are used.
  const engines = [{ engine, isOurs: false }] as unknown as HistoriesParts['engines'];
  let spent = 0;
  const timed = { now: () => clock.now(), monotonic: () => clock.monotonic() + spent, sleep: clock.sleep.bind(clock) };
  const histories = new Histories({ engines, clock: timed, coverage: { containers: async () => [] } });
  const work = (ms: number): void => {
    spent += ms;
  };
  const ending = new AbortController();
  const read = (taker: HistoryTaker, span: Partial<HistorySpan> = {}) =>
    histories.read(CONTAINER, { since: 60_000, streams: BOTH_STREAMS, ...span }, { taker, signal: ending.signal });
  const readLines = async (span: Partial<HistorySpan>) => {
    const texts: string[] = [];
    await read({ lines: (batch) => void texts.push(...textsOf(batch)) }, span);
    return texts;
  };
  return { clock, client, ending, monotonic: timed.monotonic, read, readLines, work };
}

const textsOf = ({ count, bytes, starts, ends }: LineBatch): readonly string[] =>
  Array.from({ length: count }, (_, line) => Buffer.from(bytes.subarray(starts[line], ends[line])).toString());

describe('the logs that an engine has', () => {
  test('are read to their end, or say that nobody wanted that', async () => {
    const { ending, read } = given();
    const counts: number[] = [];
    expect(await read({ lines: ({ count }) => void counts.push(count) })).toEqual({ how: 'complete' });
    expect(counts).toEqual([1]);
    ending.abort();
    expect(await read({ lines: () => undefined })).toEqual({ how: 'closed' });
  });

  test('are read up to a moment that was before, and from as long before that', async () => {
    const { client, readLines, work } = given();
    for (const ms of [20_000, 40_000, 90_000]) client.write({ stream: 1, stamp: at(ms), text: `at ${ms}\n` });
    client.time = at(100_000);
    work(100_000);
    expect(await readLines({})).toEqual(['at 40000', 'at 90000']);
    expect(await readLines({ until: 50_000 })).toEqual(['a line', 'at 20000', 'at 40000']);
    expect(await readLines({ until: 50_000, since: 40_000 })).toEqual(['at 20000', 'at 40000']);
  });

  test('are read up to the same moment however long their engine and a rest are waited for', async () => {
    const { clock, client, monotonic, readLines, read, work } = given();
    for (const ms of [1_000, 50_000, 90_000]) client.write({ stream: 1, stamp: at(ms), text: `at ${ms}\n` });
    client.now = () => at(monotonic());
    work(60_000);
    const negotiate = client.negotiate.bind(client);
    client.negotiate = () => {
      work(20_000);
      return negotiate();
    };
    expect(await readLines({ until: 60_000, since: 59_500 })).toEqual(['at 1000', 'at 50000']);
    await read({ lines: () => work(30_000) });
    const reading = readLines({ until: 60_000, since: 59_500 });
    await clock.advance(30_000);
    expect(await reading).toEqual(['at 1000', 'at 50000']);
  });

  test('of an engine that does not say what it is are waited for no longer than they are wanted', async () => {
    const { client, ending, read } = given();
    client.negotiate = (signal?: AbortSignal) =>
      new Promise((resolve) => {
        const fault = { kind: 'timeout', words: 'It is silent.' };
        // Only this of an answer is looked at.
        signal?.addEventListener('abort', () => resolve({ ok: false, fault } as never));
      });
    const reading = read({ lines: () => undefined });
    ending.abort();
    expect(await reading).toEqual({ how: 'closed' });
  });

  test('rest as long as they work, also where another one was read meanwhile', async () => {
    const { clock, read, work } = given();
    const ended: string[] = [];
    await read({ lines: () => work(20) });
    for (const one of ['one', 'other']) void read({ lines: () => undefined }).then(() => ended.push(one));
    await clock.advance(19);
    expect(ended).toEqual([]);
    await clock.advance(1);
    expect(ended).toEqual(['one', 'other']);
  });
});

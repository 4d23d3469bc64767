import { describe, expect, test } from 'vitest';
import { at, lineBatch } from '../../../test/support/line-batch.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { OpenStream } from '../../../test/support/open-stream.ts';
import { sampleDefinition } from '../../../test/support/rule-samples.ts';
import { isTocsinError, TocsinError } from '../../core/errors.ts';
import type { ShownBacktest } from '../../http/resources/rules/backtest-shapes.ts';
import type { ContainerView } from '../../http/resources/watching/container-shapes.ts';
import { compileRule } from '../../match/compile-rule.ts';
import { type BacktestsParts, createBacktests } from './backtests.ts';

// Nothing else of a container is looked at here.
const CONTAINER = {
  id: 'c',
  name: 'web',
  host: 'nas',
  workload: { id: 'w', kind: 'container', name: 'web' },
} as ContainerView;

interface Given {
  readonly read?: BacktestsParts['histories']['read'];
  /** Patterns compile when it resolves. */
  readonly compiling?: Promise<void>;
  readonly containers?: number;
  readonly cooldownSeconds?: number;
  readonly trial?: BacktestsParts['trials']['runCompiled'];
}

/** Logs that are read until the test lets them end. */
function given({ read, compiling, trial = async () => [], containers = 1, cooldownSeconds = 0 }: Given = {}) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const clock = new ManualClock();
  const told: string[] = [];
  const sample = compileRule({ pattern: 'x' });
  if (!sample.ok) throw new Error(sample.fault.message);
  const { rule } = sample;
  let compiled = 0;
  const backtests = createBacktests({
    histories: {
      containers: async () => Array.from({ length: containers }, () => CONTAINER),
      read: read ?? (() => promise.then(() => ({ how: 'complete' }))),
    },
    compiler: {
      async compile() {
        compiled++;
        await compiling;
        return { outcome: 'compiled', rule };
      },
    },
    trials: { runCompiled: trial },
    limit: { perMinute: 0, burst: 0 },
    clock,
    occurrences: { ended: ({ outcome }) => told.push(outcome), failed: () => told.push('failed') },
  });
  const open = async (caller: string, { over = new AbortController().signal, rules = 2 } = {}): Promise<OpenStream> => {
    const asked = Array.from({ length: rules }, () => sampleDefinition({ pattern: 'x', cooldownSeconds }));
    const begin = await backtests.open({ rules: asked, workloadIds: undefined, hours: 1, caller, over });
    const client = new OpenStream();
    if (!over.aborted) begin(client.stream);
    return client;
  };
  return { open, told, clock, end: resolve, compiled: () => compiled };
}

const refusalOf = (opening: Promise<unknown>): Promise<unknown> =>
  opening.then(
    () => 'none',
    (error: unknown) => (isTocsinError(error) ? error.code : error),
  );

const settled = (): Promise<void> => new ManualClock().advance(0);

describe('back-tests', () => {
  test('are three at once and no more, and one that ends makes room', async () => {
    const { open, told, end } = given();
    const ada = await open('ada');
    await open('bob');
    await open('cat');
    // What is said to a person is what is said to a program.
    await expect(open('eve')).rejects.toMatchObject({
      ...{ code: 'too_many_requests', retryAfterSeconds: 30 },
      message: expect.stringContaining('try again in 30 s'),
    });
    // Another one of hers takes the place of her first.
    const again = await open('ada');
    expect(ada.events).toEqual(['progress', 'closing']);
    end();
    await settled();
    expect(again.events).toEqual(['progress', 'progress', 'result', 'closing']);
    expect(told.toSorted()).toEqual(['complete', 'complete', 'complete', 'left']);
    expect((await open('eve')).events).toEqual(['progress']);
  });

  test('have their places before anything is compiled for them, and give them back when their clients go', async () => {
    const { promise: compiling, resolve } = Promise.withResolvers<void>();
    const { open, compiled } = given({ compiling });
    const leaving = new AbortController();
    const [ada, bob, cat] = [open('ada', { over: leaving.signal }), open('bob'), open('cat')];
    expect(await refusalOf(open('eve'))).toBe('too_many_requests');
    expect(compiled()).toBe(3);
    leaving.abort();
    const eve = open('eve');
    expect(await refusalOf(open('zoe'))).toBe('too_many_requests');
    resolve();
    const begun = await Promise.all([ada, bob, cat, eve]);
    expect(begun.map(({ events }) => events)).toEqual([[], ['progress'], ['progress'], ['progress']]);
    // Two rules of each, but of her who went only the one that was begun.
    expect(compiled()).toBe(7);
  });

  test('of one caller are opened one at a time: whoever asks anew ends what the question before still needs', async () => {
    const { promise: compiling, resolve } = Promise.withResolvers<void>();
    const { open, compiled, told, end } = given({ compiling });
    const asked = [open('ada', { rules: 50 }), open('ada', { rules: 50 }), open('ada', { rules: 50 })];
    resolve();
    const [first, second, third] = await Promise.all(asked);
    // Of the earlier ones only what was begun.
    expect(compiled()).toBe(52);
    expect([first, second, third].map((one) => one?.events)).toEqual([['closing'], ['closing'], ['progress']]);
    end();
    await settled();
    expect(told).toEqual(['complete']);
  });

  test('that are refused give back their places, too', async () => {
    const compiling = Promise.reject(new TocsinError('rule_pattern_invalid', 'no pattern'));
    const { open } = given({ compiling });
    for (const caller of ['ada', 'bob', 'cat', 'eve'])
      expect(await refusalOf(open(caller))).toBe('rule_pattern_invalid');
  });

  test('that meet a fault of our own say so, and end', async () => {
    const { open, told } = given({ read: () => Promise.reject(new Error('a bug')) });
    const browser = await open('ada');
    await settled();
    expect(browser.events).toEqual(['progress', 'failed', 'closing']);
    expect(told).toEqual(['failed']);
  });

  const readsOne: Given['read'] = async (_, __, { taker }) => {
    taker.lines(lineBatch([{ text: 'an x', at: at(0) }]));
    return { how: 'complete' };
  };

  test('wait five seconds in all to be told where their rules matched, and do without what is not known by then', async () => {
    const found = { matched: true, excluded: false, match: { start: 3, end: 4, captures: {} } };
    let trials = 0;
    // The first rule is quick, the others take four seconds each.
    const trial: Given['trial'] = async () => {
      if (trials++ > 0) await clock.sleep(4_000);
      return [found];
    };
    const { open, clock, told } = given({ read: readsOne, trial });
    const client = await open('ada', { rules: 5 });
    await clock.advance(4_999);
    expect(told).toEqual([]);
    await clock.advance(1);
    expect(told).toEqual(['complete']);
    const result = client.sent.find(({ event }) => event === 'result')?.data as unknown as ShownBacktest;
    expect(result.lines.map(({ match_start }) => match_start)).toEqual([3, 3, null, null, null]);
    expect(trials).toBe(3);
  });

  test('look for no more marks when their client has gone', async () => {
    let trials = 0;
    const { open, told } = given({ read: readsOne, trial: () => new Promise(() => trials++) });
    const client = await open('ada', { rules: 2 });
    await settled();
    client.close('it went');
    await settled();
    expect({ told, trials }).toEqual({ told: ['left'], trials: 1 });
  });

  test('read each container up to the same moment', async () => {
    const asked: (number | undefined)[] = [];
    const read: Given['read'] = async (_, { since, until }) => {
      expect(since).toBe(3_600_000);
      asked.push(until);
      await clock.sleep(20_000);
      return { how: 'complete' };
    };
    const { open, clock } = given({ read, containers: 3 });
    await clock.advance(5_000);
    await open('ada');
    await clock.advance(60_000);
    expect(asked).toEqual([5_000, 5_000, 5_000]);
  });

  test('show the newest hundred lines of each kind, and count the others', async () => {
    const lines = Array.from({ length: 300 }, (_, n) => ({ text: `x ${n}`, at: at(n * 1_000) }));
    const read: Given['read'] = async (_, __, { taker }) => {
      for (const line of lines) taker.lines(lineBatch([line]));
      return { how: 'complete' };
    };
    const { open } = given({ read, cooldownSeconds: 2 });
    const client = await open('ada', { rules: 1 });
    await settled();
    const result = client.sent.find(({ event }) => event === 'result')?.data as unknown as ShownBacktest;
    expect(result).toMatchObject({ hits: 300, events: 150, lines_left_out: 100 });
    expect(result.lines.map(({ text }) => text)).toEqual(lines.slice(100).map(({ text }) => text));
  });
});

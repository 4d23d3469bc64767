import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { OpenStream } from '../../../test/support/open-stream.ts';
import { sampleDefinition } from '../../../test/support/rule-samples.ts';
import { isTocsinError } from '../../core/errors.ts';
import { compileRule } from '../../match/compile-rule.ts';
import { type BacktestsParts, createBacktests } from './backtests.ts';

/** Logs that are read until the test lets them end. */
function given(read?: BacktestsParts['histories']['read']) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const told: string[] = [];
  const compiled = compileRule({ pattern: 'x' });
  if (!compiled.ok) throw new Error(compiled.fault.message);
  const { rule } = compiled;
  const backtests = createBacktests({
    histories: {
      // Nothing of a container is looked at here.
      containers: async () => [{ id: 'c', name: 'web', host: 'nas', workload: {} } as never],
      read: read ?? (() => promise.then(() => ({ ok: true }))),
    },
    compiler: { compile: async () => ({ outcome: 'compiled', rule }) },
    trials: { run: async () => [] },
    limit: { perMinute: 0, burst: 0 },
    clock: new ManualClock(),
    occurrences: { ended: ({ outcome }) => told.push(outcome), failed: () => told.push('failed') },
    mostAtOnce: 2,
  });
  const open = async (caller: string): Promise<OpenStream> => {
    const begin = await backtests.open({ rules: [sampleDefinition()], workloadIds: undefined, hours: 1, caller });
    const browser = new OpenStream();
    begin(browser.stream);
    return browser;
  };
  return { open, told, end: resolve };
}

const settled = (): Promise<void> => new ManualClock().advance(0);

describe('back-tests', () => {
  test('are so many at once and no more, and one that ends makes room', async () => {
    const { open, told, end } = given();
    const ada = await open('ada');
    await open('bob');
    const refused = await open('eve').catch((error: unknown) => error);
    expect(isTocsinError(refused, 'too_many_requests')).toBe(true);
    // Another one of hers takes the place of her first.
    const again = await open('ada');
    expect(ada.events).toEqual(['progress', 'closing']);
    end();
    await settled();
    expect(again.events).toEqual(['progress', 'progress', 'result', 'closing']);
    expect(told.toSorted()).toEqual(['complete', 'complete', 'left']);
    expect((await open('eve')).events).toEqual(['progress']);
  });

  test('that begin at the same moment are no more either', async () => {
    const { open } = given();
    const browsers = await Promise.all(['ada', 'bob', 'eve'].map(open));
    expect(browsers.map(({ events }) => events.at(-2) ?? events.at(-1))).toEqual(['progress', 'progress', 'failed']);
  });

  test('that meet a fault of our own say so, and end', async () => {
    const { open, told } = given(() => Promise.reject(new Error('a bug')));
    const browser = await open('ada');
    await settled();
    expect(browser.events).toEqual(['progress', 'failed', 'closing']);
    expect(told).toEqual(['failed']);
  });
});

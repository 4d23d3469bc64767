import { describe, expect, test } from 'vitest';
import { handSources } from '../../test/support/hand-source.ts';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { followEvents } from './event-stream.ts';

function followed(untilKnown = () => Promise.resolve()) {
  const clock = new ManualClock();
  const stop = new AbortController();
  const { open, sources, latest } = handSources();
  const told: unknown[] = [];
  const running = followEvents(
    {
      events: (events) => told.push(events.map(({ id }) => id)),
      missed: () => told.push('missed'),
      connected: (isConnected) => told.push(isConnected),
    },
    { open, clock, untilVisible: () => Promise.resolve(), untilKnown },
    stop.signal,
  );
  return { clock, stop, sources, told, running, latest };
}

describe('following events', () => {
  test('tells those that came within a quarter of a second together', async () => {
    const { clock, told, latest } = followed();
    latest().onopen?.();
    for (const id of ['1', '2', '3']) latest().say('event', { id });
    await clock.advance(250);
    latest().say('event', { id: '4' });
    await clock.advance(250);
    expect(told).toEqual([true, ['1', '2', '3'], ['4']]);
  });

  test('of more than can be told it says only that there were many', async () => {
    const { clock, told, latest } = followed();
    for (let id = 0; id < 6_000; id += 1) latest().say('event', { id: `${id}` });
    await clock.advance(250);
    latest().say('event', { id: 'x' });
    await clock.advance(250);
    expect(told).toEqual(['missed', ['x']]);
  });

  test('passes on that some will not come', async () => {
    const { told, latest } = followed();
    latest().say('missed', {});
    expect(told).toEqual(['missed']);
  });

  test('leaves a broken connection to the browser, and begins a refused one anew', async () => {
    const { clock, told, sources, latest } = followed();
    latest().break(false);
    await clock.advance(10_000);
    expect([sources.length, told]).toEqual([1, [false]]);
    latest().break(true);
    await clock.advance(250);
    expect(latest().isClosed).toBe(true);
    await clock.advance(5_000);
    expect(sources).toHaveLength(2);
    expect(told.at(-1)).toBe('missed');
  });

  test('begins none anew while the server does not know who asks', async () => {
    const login = Promise.withResolvers<void>();
    const { clock, sources, latest } = followed(() => login.promise);
    latest().break(true);
    await clock.advance(60_000);
    expect(sources).toHaveLength(1);
    login.resolve();
    await clock.advance(1);
    expect(sources).toHaveLength(2);
  });

  test('ends with its page', async () => {
    const { stop, sources, running, clock } = followed();
    stop.abort();
    await clock.advance(250);
    await running;
    expect(sources.map(({ isClosed }) => isClosed)).toEqual([true]);
  });
});

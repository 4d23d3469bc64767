import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { followEvents } from './event-stream.ts';

/** What a browser's event source does, by hand: everything that this page listens to. */
class HandSource extends EventTarget {
  readonly CLOSED = 2;
  readyState = 1;
  isClosed = false;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  close(): void {
    this.isClosed = true;
  }

  say(kind: string, data: unknown): void {
    this.dispatchEvent(Object.assign(new Event(kind), { data: JSON.stringify(data) }));
  }

  /** The connection broke: the browser tries again by itself, unless it was refused. */
  break(isRefused: boolean): void {
    this.readyState = isRefused ? 2 : 0;
    this.onerror?.();
  }
}

function followed() {
  const clock = new ManualClock();
  const stop = new AbortController();
  const sources: HandSource[] = [];
  const told: unknown[] = [];
  const open = (): EventSource => {
    const source = new HandSource();
    sources.push(source);
    return source as unknown as EventSource;
  };
  const running = followEvents(
    {
      events: (events) => told.push(events.map(({ id }) => id)),
      missed: () => told.push('missed'),
      connected: (isConnected) => told.push(isConnected),
    },
    { open, clock, untilVisible: () => Promise.resolve() },
    stop.signal,
  );
  return { clock, stop, sources, told, running, latest: () => sources.at(-1) as HandSource };
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

  test('ends with its page', async () => {
    const { stop, sources, running, clock } = followed();
    stop.abort();
    await clock.advance(250);
    await running;
    expect(sources.map(({ isClosed }) => isClosed)).toEqual([true]);
  });
});

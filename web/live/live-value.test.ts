import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { ApiError } from '../api/api-error.ts';
import { LiveValue } from './live-value.ts';

const SILENCE = new ApiError('unreachable', 'No answer.', { status: 0 });

function liveCounter(weightOf?: (value: number) => number) {
  const clock = new ManualClock();
  const stop = new AbortController();
  const server = {
    asked: 0,
    fails: false,
    hangs: false,
    signals: [] as AbortSignal[],
    answer: (): void => undefined,
  };
  let visible = true;
  let wake: (() => void) | undefined;
  const live = new LiveValue({
    everyMs: 5_000,
    ...(weightOf ? { weightOf } : {}),
    clock,
    load: async (signal) => {
      server.signals.push(signal);
      server.asked += 1;
      if (server.fails) throw SILENCE;
      if (server.hangs)
        await new Promise<void>((resolve) => {
          server.answer = resolve;
        });
      return server.asked;
    },
    untilVisible: () =>
      visible
        ? Promise.resolve()
        : new Promise((resolve) => {
            wake = resolve;
          }),
  });
  const hide = (): void => {
    visible = false;
  };
  const show = (): void => {
    visible = true;
    wake?.();
  };
  return { live, clock, server, stop, hide, show, running: live.run(stop.signal) };
}

describe('a live value', () => {
  test('is asked for at once and then every few seconds', async () => {
    const { live, clock, stop, running } = liveCounter();
    await clock.advance(0);
    expect(live.state.value).toEqual({ value: 1, loadedAt: clock.now(), fault: undefined });
    await clock.advance(10_000);
    expect(live.state.value.value).toBe(3);
    stop.abort();
    await running;
  });

  test('that is much to ask for is asked for more rarely, and at once when something was changed', async () => {
    const { live, clock, server, stop, running } = liveCounter(() => 4);
    await clock.advance(19_999);
    expect(server.asked).toBe(1);
    await clock.advance(1);
    expect(server.asked).toBe(2);
    live.reload();
    await clock.advance(0);
    expect(server.asked).toBe(3);
    stop.abort();
    await running;
  });

  test('is not asked for while nobody can see the page, and at once when somebody can', async () => {
    const { clock, server, stop, hide, show, running } = liveCounter();
    await clock.advance(0);
    hide();
    await clock.advance(600_000);
    expect(server.asked).toBe(1);
    show();
    await clock.advance(0);
    expect(server.asked).toBe(2);
    stop.abort();
    await running;
  });

  test('stays when the server is silent, says why it is old, and recovers', async () => {
    const { live, clock, server, stop, running } = liveCounter();
    await clock.advance(0);
    const loadedAt = clock.now();
    server.fails = true;
    await clock.advance(5_000);
    expect(live.state.value).toEqual({ value: 1, loadedAt, fault: SILENCE });
    server.fails = false;
    await clock.advance(5_000);
    expect(live.state.value).toEqual({ value: 3, loadedAt: clock.now(), fault: undefined });
    stop.abort();
    await running;
  });

  test('is old when the server has taken the question and said nothing for two more rounds, until it answers', async () => {
    const { live, clock, server, stop, running } = liveCounter();
    await clock.advance(0);
    const loadedAt = clock.now();
    server.hangs = true;
    await clock.advance(14_999);
    expect(live.state.value).toEqual({ value: 1, loadedAt, fault: undefined });
    await clock.advance(1);
    expect(live.state.value).toMatchObject({ value: 1, loadedAt, fault: { code: 'unreachable' } });
    server.answer();
    await clock.advance(0);
    expect(live.state.value).toEqual({ value: 2, loadedAt: clock.now(), fault: undefined });
    expect(clock.sleeping).toBe(1);
    stop.abort();
    await running;
  });

  test('is asked for at once when something was changed, and goes on in its rhythm', async () => {
    const { live, clock, server, stop, running } = liveCounter();
    await clock.advance(1_000);
    live.reload();
    await clock.advance(0);
    expect(server.asked).toBe(2);
    await clock.advance(5_000);
    expect(server.asked).toBe(3);
    stop.abort();
    await running;
  });

  test('ends when it is no longer shown, and asks no more', async () => {
    const { clock, server, stop, running } = liveCounter();
    await clock.advance(0);
    stop.abort();
    await running;
    await clock.advance(60_000);
    expect(server.asked).toBe(1);
    expect(server.signals[0]?.aborted).toBe(true);
    expect(clock.sleeping).toBe(0);
  });
});

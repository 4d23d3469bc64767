import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { ApiError } from '../../../api/api-error.ts';
import type { EventCounts } from '../../../api/shapes.ts';
import { stepsOf } from './span-steps.ts';
import { type CountedPart, MOST_PARTS, StepCounter } from './step-counter.ts';

const MINUTE = 60_000;
const NOON = Date.parse('2026-11-26T12:00:00.000Z');

/** Errors by their times, in steps of a minute. */
function countOf(errors: readonly number[], from: number, below: number): EventCounts['items'] {
  const within = errors.filter((at) => from <= at && at < below).map((at) => Math.floor(at / MINUTE) * MINUTE);
  const starts = [...new Set(within)].sort((a, b) => a - b);
  return starts.map((start) => ({
    at: new Date(start).toISOString(),
    info: 0,
    warn: 0,
    error: within.filter((at) => at === start).length,
    critical: 0,
  }));
}

/** A server that counts so many minutes in each part, of the hour before now, or before another end. */
function scene({ minutesAPart = 1_000, end }: { readonly minutesAPart?: number; readonly end?: number } = {}) {
  const clock = new ManualClock(NOON);
  const stop = new AbortController();
  const asked: CountedPart[] = [];
  const errors: number[] = [];
  const server: { fault: ApiError | undefined; minutesAPart: number } = { fault: undefined, minutesAPart };
  const counter = new StepCounter({
    clock,
    steps: () => stepsOf((end ?? clock.now()) - 60 * MINUTE, end ?? clock.now()),
    untilVisible: () => Promise.resolve(),
    load: async (part) => {
      asked.push(part);
      if (server.fault) throw server.fault;
      const below = part.cursor === undefined ? part.to : Number(part.cursor);
      const downTo = Math.max(part.from, below - server.minutesAPart * MINUTE);
      const counted = { step_minutes: 1, items: countOf(errors, downTo, below) };
      if (downTo === part.from) return { ...counted, next_cursor: null };
      return { ...counted, next_cursor: `${downTo}`, counted_to: new Date(downTo).toISOString() };
    },
  });
  const running = counter.run(stop.signal);
  const counts = () => counter.state.value.items?.map(({ error }) => error);
  const close = (): Promise<void> => {
    stop.abort();
    return running;
  };
  return { clock, asked, errors, server, counter, counts, close };
}

describe('the counts of a histogram', () => {
  test('are of the whole span, then of its newest steps every few seconds, and of the whole again after minutes', async () => {
    const { clock, asked, errors, counts, close } = scene();
    errors.push(NOON - 30 * MINUTE, NOON - 1);
    await clock.advance(0);
    expect(counts()).toEqual([1, 1]);
    errors.push(NOON - 1, NOON - 20 * MINUTE);
    await clock.advance(3_000);
    expect(counts()).toEqual([1, 2]);
    expect(asked.map(({ from }) => NOON - from)).toEqual([60 * MINUTE, MINUTE]);
    await clock.advance(300_000);
    expect(counts()).toEqual([1, 1, 2]);
    await close();
  });

  test('move on with the time: what is too old goes, what is new has its step', async () => {
    const { clock, errors, counts, counter, close } = scene();
    errors.push(NOON - 60 * MINUTE, NOON - 1);
    await clock.advance(0);
    expect(counts()).toEqual([1, 1]);
    errors.push(NOON + 30_000, NOON + 30_000);
    await clock.advance(63_000);
    expect(counts()).toEqual([1, 2]);
    expect(counter.state.value.steps.to).toBe(NOON + 2 * MINUTE);
    await close();
  });

  test('are not asked for anew where the span is over', async () => {
    const { clock, asked, close } = scene({ end: NOON - 120 * MINUTE });
    await clock.advance(60_000);
    expect(asked).toHaveLength(1);
    await close();
  });

  test('come part by part, and say since when they are where there are too many', async () => {
    const { clock, errors, counts, counter, asked, close } = scene({ minutesAPart: 1 });
    errors.push(NOON - 1, NOON - 1, NOON - 50 * MINUTE, NOON - 10 * MINUTE);
    await clock.advance(0);
    expect(asked).toHaveLength(MOST_PARTS);
    expect(counts()).toEqual([1, 2]);
    const countedTo = new Date(NOON - MOST_PARTS * MINUTE).toISOString();
    expect(counter.state.value).toMatchObject({ isCounting: false, countedTo });
    await clock.advance(3_000);
    expect(counter.state.value).toMatchObject({ isCounting: false, countedTo });
    await close();
  });

  test('stay where the newest step alone takes too long', async () => {
    const { clock, errors, counts, server, close } = scene();
    errors.push(NOON - 1, NOON - MINUTE + 1);
    await clock.advance(0);
    server.minutesAPart = 1 / 100;
    await clock.advance(3_000);
    expect(counts()).toEqual([2]);
    await close();
  });

  test('stay when the server does not answer, say why, and go on', async () => {
    const { clock, errors, counts, counter, server, close } = scene();
    errors.push(NOON - 1);
    await clock.advance(0);
    server.fault = new ApiError('unreachable', 'No answer.', { status: 0 });
    errors.push(NOON - 1);
    await clock.advance(3_000);
    expect(counts()).toEqual([1]);
    expect(counter.state.value.fault).toBe(server.fault);
    server.fault = undefined;
    await clock.advance(3_000);
    expect(counts()).toEqual([2]);
    expect(counter.state.value.fault).toBeUndefined();
    await close();
  });
});

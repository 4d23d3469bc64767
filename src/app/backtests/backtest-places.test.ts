import { describe, expect, test } from 'vitest';
import { OpenStream } from '../../../test/support/open-stream.ts';
import { BacktestPlaces } from './backtest-places.ts';

function given(most: number) {
  const places = new BacktestPlaces(most);
  const take = (caller: string, waiting = new AbortController()) => {
    const place = places.take(caller, waiting.signal);
    if (place === undefined) throw new Error(`no place for ${caller}`);
    return { ...place, leave: () => waiting.abort() };
  };
  const hasRoomFor = (caller: string): boolean => {
    const place = places.take(caller, new AbortController().signal);
    place?.giveUp();
    return place !== undefined;
  };
  return { take, hasRoomFor };
}

describe('the places of back-tests', () => {
  test('let one caller open one at a time: the newest is the one that begins', () => {
    const { take } = given(2);
    const [first, second, third] = [take('ada'), take('ada'), take('ada')];
    expect([first, second, third].map(({ over }) => over.aborted)).toEqual([true, true, false]);
    const [early, newest] = [new OpenStream(), new OpenStream()];
    expect(third.begin(newest.stream)).toBe(true);
    expect(first.begin(early.stream)).toBe(false);
    expect(early.sent).toEqual([{ event: 'closing', data: { reason: 'another back-test of yours took its place' } }]);
    expect(newest.closed.aborted).toBe(false);
  });

  test('leave what others open alone, and have none for one more than there are', () => {
    const { take, hasRoomFor } = given(2);
    const [ada, bob] = [take('ada'), take('bob')];
    expect([ada.over.aborted, bob.over.aborted, hasRoomFor('eve')]).toEqual([false, false, false]);
    bob.leave();
    expect([ada.over.aborted, bob.over.aborted, hasRoomFor('eve')]).toEqual([false, true, true]);
  });

  test('are not given back by an older one that ends after a newer was opened', () => {
    const { take, hasRoomFor } = given(1);
    const older = take('ada');
    const newer = take('ada');
    older.giveUp();
    older.leave();
    expect([newer.over.aborted, hasRoomFor('eve')]).toEqual([false, false]);
    newer.giveUp();
    expect(hasRoomFor('eve')).toBe(true);
  });

  test('keep what runs until another one of its caller begins, or it ends itself', () => {
    const { take, hasRoomFor } = given(1);
    const [first, second] = [new OpenStream(), new OpenStream()];
    const running = take('ada');
    running.begin(first.stream);
    running.leave();
    const next = take('ada');
    expect(first.closed.aborted).toBe(false);
    next.begin(second.stream);
    expect(first.events).toEqual(['closing']);
    running.end(first.stream);
    expect(hasRoomFor('eve')).toBe(false);
    next.end(second.stream);
    expect(hasRoomFor('eve')).toBe(true);
  });
});

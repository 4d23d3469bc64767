import { expect, test } from 'vitest';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { Pace } from './pace.ts';

/** Time passes while it works, and at no other time by itself. */
function given() {
  const clock = new ManualClock();
  let spent = 0;
  const pace = new Pace({ monotonic: () => clock.monotonic() + spent, sleep: (ms, signal) => clock.sleep(ms, signal) });
  const { signal } = new AbortController();
  const work = (ms: number): void =>
    pace.work(() => {
      spent += ms;
    });
  const rested: string[] = [];
  const rest = (who: string): void => void pace.rest(signal)?.then(() => rested.push(who));
  return { clock, pace, signal, work, rest, rested };
}

test('a long work rests as long as it works', async () => {
  const { clock, pace, signal, work, rest, rested } = given();
  work(6);
  expect(pace.rest(signal)).toBeUndefined();
  work(8);
  rest('it');
  await clock.advance(13);
  expect(rested).toEqual([]);
  await clock.advance(1);
  expect(rested).toEqual(['it']);
  work(6);
  expect(pace.rest(signal)).toBeUndefined();
});

test('works that go on at the same time rest as long as all of them work', async () => {
  const { clock, work, rest, rested } = given();
  work(10);
  rest('one');
  await clock.advance(4);
  // What the other had at hand was no rest for anybody, and has one of its own.
  work(12);
  rest('other');
  await clock.advance(17);
  expect(rested).toEqual([]);
  await clock.advance(1);
  expect(rested.toSorted()).toEqual(['one', 'other']);
});

test('whoever comes while others rest waits with them, and nobody waits who is to end', async () => {
  const { clock, pace, work, rest, rested } = given();
  work(10);
  rest('one');
  rest('other');
  const ending = new AbortController();
  const ended = pace.rest(ending.signal);
  ending.abort();
  await ended;
  expect(rested).toEqual([]);
  await clock.advance(10);
  expect(rested).toEqual(['one', 'other']);
});

import { expect, test } from 'vitest';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { createEventIndexing } from './event-indexing.ts';

/** A store with so many blocks to index, each of which takes a while. */
function given(blocks: number, tookMs = 10) {
  const [clock, over, fencings] = [new ManualClock(), new AbortController(), [] as number[]];
  let left = blocks;
  const store = {
    async indexNext(fencing: number) {
      fencings.push(fencing);
      if (left === 0) return false;
      left--;
      await clock.sleep(tookMs);
      return true;
    },
  };
  const running = createEventIndexing({ store, clock }).run({ fencing: 7, signal: over.signal });
  return { clock, over, running, asked: () => fencings.length, left: () => left, fencings };
}

test('events are indexed with the fencing number of the tenure, and looked for every second', async () => {
  const { clock, over, running, asked, fencings } = given(0);
  await clock.advance(999);
  expect(asked()).toBe(1);
  await clock.advance(2_000);
  expect(fencings).toEqual([7, 7, 7]);
  over.abort();
  await running;
});

test('while there is much, four fifths of the time are left to those who store events', async () => {
  const { clock, over, running, left } = given(1_000);
  await clock.advance(999);
  expect(1_000 - left()).toBe(20);
  over.abort();
  await running;
});

test('indexing ends with its tenure, also where its steps take no time', async () => {
  const { clock, over, running, asked } = given(1_000_000, 0);
  await clock.advance(10);
  expect(asked()).toBeLessThan(20);
  over.abort();
  await clock.advance(0);
  await running;
});

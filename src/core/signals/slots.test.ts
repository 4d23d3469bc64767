import { describe, expect, test } from 'vitest';
import { Slots } from './slots.ts';

const never = new AbortController().signal;

describe('slots', () => {
  test('are so many and no more, and go to those who wait in their order', async () => {
    const slots = new Slots(2);
    const [first, second] = [await slots.take(never), await slots.take(never)];
    const order: number[] = [];
    const third = slots.take(never).then((release) => {
      order.push(3);
      return release;
    });
    const fourth = slots.take(never).then(() => order.push(4));
    expect(slots.waiting).toBe(2);
    second?.();
    await third;
    expect(order).toEqual([3]);
    first?.();
    first?.();
    await fourth;
    expect([order, slots.waiting]).toEqual([[3, 4], 0]);
    const more = slots.take(never);
    expect(slots.waiting).toBe(1);
    (await third)?.();
    await more;
  });

  test('are not waited for by one that gives up, and not lost by it', async () => {
    const slots = new Slots(1);
    const held = await slots.take(never);
    const leaving = new AbortController();
    const left = slots.take(leaving.signal);
    leaving.abort();
    expect(await left).toBeUndefined();
    expect(await slots.take(leaving.signal)).toBeUndefined();
    held?.();
    expect(await slots.take(never)).toBeDefined();
  });
});

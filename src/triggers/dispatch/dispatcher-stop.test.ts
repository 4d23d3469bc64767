import { describe, expect, test } from 'vitest';
import { storedTrigger } from '../../../test/support/delivery-samples.ts';
import { answered, asItIs, dispatchScene } from '../../../test/support/dispatch-scene.ts';
import { type DeliveryVerdict, retry } from '../../core/deliveries/delivery-verdict.ts';
import { Sealed } from '../../core/deliveries/sealed.ts';
import { SAVED_WITHIN_MS } from '../../core/signals/stop-times.ts';

const to = (id: string) => storedTrigger(id, { config: new Sealed({ url: `http://${id}/` }) });
const DELIVERED: DeliveryVerdict = { outcome: 'delivered', reason: 'accepted' };

describe('the stop of the dispatcher', () => {
  test('lets what was begun end when it stops, and begins nothing more', async () => {
    const ends: (() => void)[] = [];
    const { happens, stop, sent, states, store } = await dispatchScene({
      triggers: [to('1')],
      reply: (_, signal) =>
        new Promise((resolve) => {
          ends.push(() => resolve(answered(DELIVERED)));
          signal.addEventListener('abort', () => resolve(answered(retry('stopped'))));
        }),
    });
    await happens('a', 'b', 'c', 'd', 'e', 'f');
    ends[0]?.();
    await stop();
    expect(sent).toHaveLength(4);
    expect((await states()).toSorted()).toEqual(['delivered', ...Array.from({ length: 5 }, () => 'pending')]);
    const { items } = await store.deliveries.listDeliveries({ state: 'pending' }, { limit: 9 });
    expect(items.map(({ attemptCount, attempts }) => [attemptCount, attempts.length])).toEqual(items.map(() => [0, 0]));
  });

  test('waits some seconds for what was begun when it stops', async () => {
    const ends: (() => void)[] = [];
    const { happens, stop, clock, states } = await dispatchScene({
      triggers: [to('1')],
      reply: (_, signal) =>
        new Promise((resolve) => {
          ends.push(() => resolve(answered(DELIVERED)));
          signal.addEventListener('abort', () => resolve(answered(retry('stopped'))));
        }),
    });
    await happens('a');
    void clock.sleep(2_000, new AbortController().signal).then(() => ends[0]?.());
    await stop();
    expect(await states()).toEqual(['delivered']);
  });

  test.each([
    [
      'saves what came of it also where the request hung and the store takes its time, before nobody waits for it any more',
      1_300,
      1,
    ],
    ['waits for the store no longer than somebody waits for it where that takes too long', 60_000, 0],
  ])('%s', async (_, storeMs, marks) => {
    const saved: string[] = [];
    const scene = await dispatchScene({
      triggers: [to('1')],
      reply: (_, signal) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(answered(retry('stopped'))))),
      outbox: (store) => ({
        ...asItIs(store),
        async mark(marks, standings) {
          await scene.clock.sleep(storeMs);
          const counted = await store.mark(marks, standings);
          saved.push(...counted.ids);
          return counted;
        },
      }),
    });
    await scene.happens('a');
    const took = await scene.stop(100);
    expect([took <= SAVED_WITHIN_MS, saved.length]).toEqual([true, marks]);
  });

  test('sends nothing of what was claimed while it was asked to stop', async () => {
    let stops = (): void => {};
    const scene = await dispatchScene({
      triggers: [to('1')],
      handsOver: false,
      outbox: (store) => ({
        ...asItIs(store),
        async claim(request) {
          const claimed = await store.claim(request);
          if (claimed.length > 0) stops();
          return claimed;
        },
      }),
    });
    const stopped: Promise<number>[] = [];
    stops = () => void stopped.push(scene.stop());
    await scene.happens('a');
    await Promise.all(stopped);
    expect([stopped.length, scene.sent, await scene.states()]).toEqual([1, [], ['pending']]);
    const { items } = await scene.store.deliveries.listDeliveries({}, { limit: 1 });
    expect(items[0]?.attemptCount).toBe(0);
  });
});

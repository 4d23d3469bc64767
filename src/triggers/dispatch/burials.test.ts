import { describe, expect, test } from 'vitest';
import { storedTrigger } from '../../../test/support/delivery-samples.ts';
import { answered, asItIs, dispatchScene } from '../../../test/support/dispatch-scene.ts';
import { retry } from '../../core/deliveries/delivery-verdict.ts';
import { Sealed } from '../../core/deliveries/sealed.ts';
import type { Trigger } from '../../core/deliveries/trigger.ts';
import type { DeliveryStore } from './delivery-store.ts';

const HOUR = 3_600_000;
const to = (id: string, changes: Partial<Trigger> = {}) =>
  storedTrigger(id, { config: new Sealed({ url: `http://${id}/` }), ...changes });
const many = (count: number) => Array.from({ length: count }, (_, n) => `old ${n}`);

/** As other instances see it: they share it. */
const shared = (store: DeliveryStore): DeliveryStore => ({ ...asItIs(store), isShared: true });

describe('what waits for nobody', () => {
  test('is ended step by step until nothing is left, and others are sent in between', async () => {
    const steps: number[] = [];
    const scene = await dispatchScene({
      triggers: [to('1')],
      outbox: (store) => ({
        ...shared(store),
        isShared: false,
        async buryUnwanted(burial) {
          const count = await store.buryUnwanted(burial);
          steps.push(count);
          if (steps.length === 2) await scene.happens('new');
          if (steps.length === 4) expect(scene.keys('1')).toEqual(['new']);
          return count;
        },
      }),
    });
    const { store, happens, passes, log, metrics } = scene;
    store.events.planDeliveries(
      ({ message }) => (message.endsWith('new') ? ['1'] : ['7']),
      (ids) => scene.dispatcher.wake(ids),
    );
    await happens(...many(1_700));
    await passes(31_000, 1_000);
    expect(steps).toEqual([500, 500, 500, 200]);
    expect(await store.deliveries.countPending(9_999)).toBe(0);
    const told = log.lines().filter(({ event }) => event === 'deliveries_buried');
    expect(told.map(({ deliveries, reason }) => [deliveries, reason])).toEqual(
      steps.map((count) => [count, 'trigger_deleted']),
    );
    expect(await metrics.render()).toContain(
      'tocsin_deliveries_total{channel="unknown",outcome="dead",reason="trigger_deleted"} 1700',
    );
  });

  test('is told as stale where a chat did not take it in time, however much it is', async () => {
    const { happens, passes, store, states, metrics } = await dispatchScene({
      triggers: [to('1', { channel: 'chat' })],
      manners: () => ({ limits: { concurrency: 4, burst: 1, perSecond: 0.000001 }, expiresMs: 6 * HOUR }),
    });
    await happens(...many(1_200));
    await passes(6 * HOUR - 60_000, HOUR);
    expect(await store.deliveries.countPending(9_999)).toBe(1_199);
    await passes(2 * 60_000, 10_000);
    expect(await store.deliveries.countPending(9_999)).toBe(0);
    expect(new Set((await states()).filter((state) => state !== 'delivered'))).toEqual(new Set(['dead: expired']));
    expect(await metrics.render()).toContain(
      'tocsin_deliveries_total{channel="chat",outcome="dead",reason="expired"} 1199',
    );
  });

  test('is left alone for two days where another instance may have a file with its trigger', async () => {
    const scene = await dispatchScene({ triggers: [to('1')], outbox: shared });
    const id = 'yaml-0123456789abcdef';
    scene.store.events.planDeliveries(
      () => [id, '7'],
      () => {},
    );
    await scene.happens('a');
    await scene.passes(47 * HOUR, HOUR);
    expect(await scene.states()).toEqual(['pending', 'dead: trigger_deleted']);
    await scene.passes(2 * HOUR, HOUR);
    expect(await scene.states()).toEqual(['dead: trigger_deleted', 'dead: trigger_deleted']);
  });

  test('is ended at once where its trigger is disabled in the file of this instance, but not what another has stored since', async () => {
    const id = 'yaml-0123456789abcdef';
    const written = { triggers: [to(id, { origin: 'yaml' })] };
    const scene = await dispatchScene(
      Object.assign(written, { outbox: shared, reply: () => answered(retry('server_error'), 503) }),
    );
    const { store, book, happens, passes, states, log } = scene;
    await happens('a', 'b');
    await passes(1_000);
    written.triggers = [to(id, { origin: 'yaml', enabled: false })];
    await book.refresh();
    await passes(1_000);
    expect(await states()).toEqual(['dead: trigger_disabled', 'dead: trigger_disabled']);
    expect(log.lines().filter(({ event }) => event === 'deliveries_buried')).toMatchObject([{ deliveries: 2 }]);
    // Another instance has read already that it is open again.
    store.events.planDeliveries(
      () => [id],
      () => {},
    );
    await passes(60_000, 10_000);
    await happens('c');
    await passes(HOUR, HOUR / 4);
    expect((await states()).at(-1)).toBe('pending');
    await passes(48 * HOUR, HOUR);
    expect((await states()).at(-1)).toBe('dead: trigger_disabled');
  });

  test('is ended at once where its trigger was disabled in the file before this instance began', async () => {
    const id = 'yaml-0123456789abcdef';
    const scene = await dispatchScene({ triggers: [to(id, { origin: 'yaml', enabled: false })], outbox: shared });
    scene.store.events.planDeliveries(
      () => [id],
      () => {},
    );
    await scene.happens('a');
    await scene.passes(31_000, 1_000);
    expect(await scene.states()).toEqual(['dead: trigger_disabled']);
  });

  test('is ended at once where it waits for a trigger that the file has no more, and there is no other instance', async () => {
    const { happens, store, states, passes } = await dispatchScene({ triggers: [to('1')] });
    store.events.planDeliveries(
      () => ['yaml-0123456789abcdef'],
      () => {},
    );
    await happens('a');
    await passes(31_000, 1_000);
    expect(await states()).toEqual(['dead: trigger_deleted']);
  });
});

import { describe, expect, test } from 'vitest';
import { storedTrigger } from '../../../test/support/delivery-samples.ts';
import { answered, asItIs, dispatchScene } from '../../../test/support/dispatch-scene.ts';
import { type DeliveryVerdict, retry } from '../../core/deliveries/delivery-verdict.ts';
import type { ClaimedDelivery } from '../../core/deliveries/delivery-work.ts';
import { Sealed } from '../../core/deliveries/sealed.ts';

const to = (id: string, url = `http://${id}/`) => storedTrigger(id, { config: new Sealed({ url }) });
const DELIVERED: DeliveryVerdict = { outcome: 'delivered', reason: 'accepted' };

/** A receiver that answers once it is told to. */
function patientReceiver() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { reply: () => promise.then(() => answered(DELIVERED)), answers: resolve };
}

/** As `dispatchScene`, but what was stored for the dispatcher waits until the test hands it over. */
async function slowScene(options: Parameters<typeof dispatchScene>[0]) {
  const scene = await dispatchScene(options);
  const stored: (() => void)[] = [];
  scene.store.events.planDeliveries(scene.book.plan, (ids) => scene.dispatcher.wake(ids), {
    reserve(triggerId) {
      const place = scene.dispatcher.reserve(triggerId);
      return place && { ...place, take: (delivery: ClaimedDelivery) => void stored.push(() => place.take(delivery)) };
    },
  });
  return { ...scene, handOver: () => void stored.shift()?.() };
}

describe('what is stored while its destination has room', () => {
  test('is sent without anybody looking for it', async () => {
    let found = 0;
    const { happens, keys, states } = await dispatchScene({
      triggers: [to('1'), to('2')],
      outbox: (store) => ({
        ...asItIs(store),
        async claim(request) {
          const claimed = await store.claim(request);
          found += claimed.length;
          return claimed;
        },
      }),
    });
    await happens('a', 'b');
    await happens('c');
    expect([keys('1'), keys('2'), found]).toEqual([['a', 'b', 'c'], ['a', 'b', 'c'], 0]);
    expect(await states()).toEqual(Array.from({ length: 6 }, () => 'delivered'));
  });

  test('takes no more of it than there is: the others wait, and each is sent once', async () => {
    const { reply, answers } = patientReceiver();
    const { happens, keys, passes, states } = await dispatchScene({ triggers: [to('1')], reply });
    await happens('a', 'b', 'c');
    await happens('d', 'e', 'f');
    expect(keys()).toEqual(['a', 'b', 'c', 'd']);
    answers();
    await passes(100);
    expect([keys().toSorted(), await states()]).toEqual([
      ['a', 'b', 'c', 'd', 'e', 'f'],
      Array.from({ length: 6 }, () => 'delivered'),
    ]);
  });

  test('has none while something waits for the same destination, through whichever trigger, nor beside what is being looked for', async () => {
    const { reply, answers } = patientReceiver();
    let seen: boolean[] = [];
    let look = (): void => {};
    const scene = await dispatchScene({
      triggers: [to('1', 'http://same/'), to('2', 'http://same/'), to('3')],
      reply,
      manners: () => ({ limits: { concurrency: 4, burst: 4, perSecond: 1 }, expiresMs: undefined }),
      outbox: (store) => ({
        ...asItIs(store),
        claim(request) {
          const claiming = store.claim(request);
          look();
          return claiming;
        },
      }),
    });
    const has = (id: string): boolean => {
      const place = scene.dispatcher.reserve(id);
      place?.free();
      return place !== undefined;
    };
    await scene.happens();
    expect([has('1'), has('2'), has('3')]).toEqual([true, true, true]);
    const found: boolean[] = [];
    scene.store.events.planDeliveries(
      () => ['1'],
      (ids) => {
        scene.dispatcher.wake(ids);
        // There is room for four, and nobody has looked for what waits yet.
        found.push(has('1'), has('2'), has('3'));
      },
    );
    await scene.happens('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
    expect(found).toEqual([false, false, true]);
    answers();
    look = () => void seen.push(has('1'), has('2'));
    await scene.passes(1_500, 100);
    expect([has('1'), has('2'), has('3')]).toEqual([false, false, true]);
    expect([seen.length > 0, seen.includes(true)]).toEqual([true, false]);
    seen = [];
    await scene.passes(10_000, 500);
    expect([has('1'), has('2'), scene.keys().length]).toEqual([true, true, 8]);
  });

  test('has none where the receiver wants to be left alone, nor where it fails, nor before anybody sends', async () => {
    const reply = () => answered(retry('rate_limited', 60_000));
    const { happens, dispatcher, passes, stop } = await dispatchScene({ triggers: [to('1')], reply });
    await happens('a');
    expect(dispatcher.reserve('1')).toBeUndefined();
    await passes(1_000);
    expect([dispatcher.reserve('1'), dispatcher.reserve('404')]).toEqual([undefined, undefined]);
    const broken = await dispatchScene({ triggers: [to('1')], reply: () => answered(retry('server_error')) });
    await broken.happens('a', 'b', 'c', 'd');
    expect(broken.dispatcher.openBreakers).toBe(0);
    await broken.happens('e');
    expect([broken.dispatcher.openBreakers, broken.dispatcher.reserve('1')]).toEqual([1, undefined]);
    const idle = await dispatchScene({ triggers: [to('1')] });
    await idle.happens();
    const place = idle.dispatcher.reserve('1');
    expect(place).toBeDefined();
    place?.free();
    await idle.stop();
    expect(idle.dispatcher.reserve('1')).toBeUndefined();
    await stop();
  });

  test('is approached while it is being stored, and each approach ends with its message or without one', async () => {
    const { reply, answers } = patientReceiver();
    const scene = await slowScene({ triggers: [to('1'), to('2')], reply });
    await scene.happens();
    scene.dispatcher.reserve('1')?.free();
    expect(scene.approaches).toEqual({ open: 0, sent: 0, dropped: 1 });
    await scene.passes(1_000);
    await scene.happens('a');
    expect([scene.approaches, scene.keys()]).toEqual([{ open: 2, sent: 0, dropped: 1 }, []]);
    scene.handOver();
    expect(scene.approaches).toEqual({ open: 1, sent: 1, dropped: 1 });
    scene.clock.freeze(21_000);
    scene.handOver();
    expect([scene.approaches, scene.keys()]).toEqual([{ open: 0, sent: 1, dropped: 2 }, ['a']]);
    answers();
    await scene.passes(60_000);
    await scene.happens('b');
    expect(scene.approaches.open).toBe(2);
    const stopped = scene.stop();
    scene.handOver();
    scene.handOver();
    await stopped;
    expect([scene.approaches, scene.keys()]).toEqual([{ open: 0, sent: 1, dropped: 4 }, ['a', 'a']]);
  });

  test('is approached no more often than once a second where nothing is stored, and by no more than 32 at once', async () => {
    const triggers = Array.from({ length: 40 }, (_, n) => to(`${n + 1}`));
    const { happens, dispatcher, approaches, passes } = await dispatchScene({ triggers });
    await happens();
    for (let n = 0; n < 10; n += 1) dispatcher.reserve('1')?.free();
    expect(approaches).toEqual({ open: 0, sent: 0, dropped: 1 });
    await passes(1_000);
    const places = triggers.map(({ id }) => dispatcher.reserve(id));
    expect([places.includes(undefined), approaches.open]).toEqual([false, 32]);
    for (const place of places) place?.free();
    expect(approaches.open).toBe(0);
    await passes(1_000);
    await happens('a');
    await passes(100);
    expect(approaches).toEqual({ open: 0, sent: 32, dropped: 33 });
  });

  test('gives way to what waits for the same destination by then', async () => {
    const { happens, dispatcher, handOver, keys, passes } = await slowScene({ triggers: [to('1')] });
    await happens('a');
    dispatcher.wake(new Set(['1']));
    handOver();
    expect(keys()).toEqual([]);
    await passes(100);
    expect(keys()).toEqual(['a']);
  });

  test('is sent as its trigger is now, not as it was when the connection was made', async () => {
    const triggers = [to('1')];
    const written = { triggers: triggers as readonly (typeof triggers)[number][] };
    const { happens, book, handOver, keys, passes, approaches } = await slowScene(written);
    await happens('a');
    written.triggers = triggers.map((one) => ({ ...one, config: new Sealed({ url: 'http://1/', key: 'new' }) }));
    await book.refresh();
    handOver();
    await passes(100);
    expect([approaches, keys()]).toEqual([{ open: 0, sent: 0, dropped: 1 }, ['a']]);
  });

  test('gives its room back when it is not stored', async () => {
    const { dispatcher, happens, keys } = await dispatchScene({ triggers: [to('1')] });
    await happens();
    const places = [1, 2, 3, 4, 5].map(() => dispatcher.reserve('1'));
    expect(places.map((place) => place !== undefined)).toEqual([true, true, true, true, false]);
    for (const place of places) place?.free();
    await happens('a', 'b', 'c', 'd');
    expect(keys()).toEqual(['a', 'b', 'c', 'd']);
  });

  test('is sent once where a look at the outbox finds it as well, whoever comes first', async () => {
    let between = (): void => {};
    const { reply, answers } = patientReceiver();
    const scene = await slowScene({
      triggers: [to('1')],
      reply,
      outbox: (store) => ({
        ...asItIs(store),
        async claim(request) {
          const claimed = await store.claim(request);
          if (claimed.length > 0) between();
          return claimed;
        },
      }),
    });
    await scene.happens('a');
    scene.dispatcher.wake();
    await scene.passes(100);
    expect(scene.keys()).toEqual(['a']);
    scene.handOver();
    between = () => scene.handOver();
    await scene.happens('b');
    scene.dispatcher.wake();
    await scene.passes(100);
    expect(scene.keys()).toEqual(['a', 'b']);
    answers();
    await scene.passes(100);
    expect([scene.keys(), await scene.states()]).toEqual([
      ['a', 'b'],
      ['delivered', 'delivered'],
    ]);
    const places = [1, 2, 3, 4].map(() => scene.dispatcher.reserve('1'));
    expect(places).not.toContain(undefined);
  });

  test('waits like all others where it took too long to be stored, at the cost of no attempt', async () => {
    const { happens, clock, handOver, passes, keys, store } = await slowScene({ triggers: [to('1')] });
    await happens('a');
    clock.freeze(21_000);
    handOver();
    expect(keys()).toEqual([]);
    await passes(100);
    expect(keys()).toEqual(['a']);
    const { items } = await store.deliveries.listDeliveries({}, { limit: 1 });
    expect(items[0]).toMatchObject({ state: 'delivered', attemptCount: 1 });
  });

  test('is not sent to where nothing goes any more since it was stored', async () => {
    const triggers = [to('1'), to('2')];
    const written = { triggers: triggers as readonly (typeof triggers)[number][] };
    const { happens, book, handOver, keys, passes, states } = await slowScene(written);
    await happens('a');
    const [one = to('1'), two = to('2')] = triggers;
    written.triggers = [
      { ...one, enabled: false },
      { ...two, config: new Sealed({ url: 'http://elsewhere/' }) },
    ];
    await book.refresh();
    handOver();
    expect(keys()).toEqual([]);
    await passes(100);
    handOver();
    await passes(31_000, 1_000);
    expect([keys('1'), keys('2'), (await states()).toSorted()]).toEqual([
      [],
      ['a'],
      ['dead: trigger_disabled', 'delivered'],
    ]);
  });

  test('is given back when the server is asked to stop before it is durable', async () => {
    const { happens, handOver, keys, stop, states } = await slowScene({ triggers: [to('1')] });
    await happens('a');
    const stopped = stop();
    handOver();
    await stopped;
    expect([keys(), await states()]).toEqual([[], ['pending']]);
  });

  test('is waited for by a stop that has nothing else to do, so that whoever comes next need not wait for a lease', async () => {
    const given: [id: string, attemptCount: number][] = [];
    const { happens, clock, handOver, keys, stop } = await slowScene({
      triggers: [to('1')],
      outbox: (store) => ({
        ...asItIs(store),
        mark(marks, standings) {
          given.push(...marks.map(({ id, attemptCount }) => [id, attemptCount] as [string, number]));
          return store.mark(marks, standings);
        },
      }),
    });
    await happens('a');
    void clock.sleep(1_500).then(handOver);
    const took = await stop(500);
    expect([keys(), given, took]).toEqual([[], [['1', 0]], 1_500]);
  });
});

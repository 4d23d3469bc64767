import { describe, expect, test } from 'vitest';
import { sampleNote } from '../../../test/support/account-samples.ts';
import { storedTrigger } from '../../../test/support/delivery-samples.ts';
import { answered, asItIs, dispatchScene, START } from '../../../test/support/dispatch-scene.ts';
import type { DeliveryVerdict } from '../../core/deliveries/delivery-verdict.ts';
import { rejected, retry } from '../../core/deliveries/delivery-verdict.ts';
import { Sealed } from '../../core/deliveries/sealed.ts';
import { TocsinError } from '../../core/errors.ts';
import type { DeliveryStore } from './delivery-store.ts';

const to = (id: string, url = `http://${id}/`, channel = 'webhook') =>
  storedTrigger(id, { config: new Sealed({ url }), channel });
const says = (...verdicts: readonly DeliveryVerdict[]) => {
  let at = 0;
  return () => answered(verdicts[Math.min(at++, verdicts.length - 1)] ?? { outcome: 'delivered', reason: 'accepted' });
};
const DELIVERED: DeliveryVerdict = { outcome: 'delivered', reason: 'accepted' };
const HOUR = 3_600_000;

describe('the dispatcher', () => {
  test('sends each event through each of its triggers once, and keeps that', async () => {
    const { happens, keys, states, sent } = await dispatchScene({ triggers: [to('1'), to('2')] });
    await happens('a', 'b');
    expect([keys('1').sort(), keys('2').sort()]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(await states()).toEqual(['delivered', 'delivered', 'delivered', 'delivered']);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(4);
  });

  test('tries again by the schedule, with the same id, until it is delivered', async () => {
    const reply = says(retry('server_error'), retry('timeout'), DELIVERED);
    const { happens, passes, sent, states } = await dispatchScene({ triggers: [to('1')], reply });
    await happens('a');
    await passes(40_000, 500);
    expect(sent.map(({ at }) => Math.round(at / 1_000))).toEqual([0, 5, 35]);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    expect(await states()).toEqual(['delivered']);
  });

  test('waits as long as the receiver wants, and holds the others back as well when it has had enough', async () => {
    const reply = says(retry('rate_limited', 60_000), DELIVERED);
    const { happens, passes, sent } = await dispatchScene({ triggers: [to('1')], reply });
    await happens('a');
    await happens('b');
    await passes(59_000, 1_000);
    expect(sent).toHaveLength(1);
    await passes(4_000, 500);
    expect(sent.map(({ key }) => key).sort()).toEqual(['a', 'a', 'b']);
  });

  test('leaves a receiver alone that is overloaded for as long as it says', async () => {
    const reply = says(retry('server_error', 60_000), DELIVERED);
    const { happens, passes, sent } = await dispatchScene({ triggers: [to('1')], reply });
    await happens('a');
    await happens('b');
    await passes(59_000, 1_000);
    expect(sent).toHaveLength(1);
    await passes(4_000, 500);
    expect(sent.map(({ key }) => key).sort()).toEqual(['a', 'a', 'b']);
  });

  test('remembers for how long a receiver is to be left alone while no trigger leads there', async () => {
    const reply = says(retry('rate_limited', 60_000), DELIVERED);
    const written = { triggers: [to('1')] };
    const { happens, book, passes, sent } = await dispatchScene(Object.assign(written, { reply }));
    await happens('a');
    written.triggers = [to('1', 'http://elsewhere/')];
    await book.refresh();
    await passes(1_000);
    written.triggers = [to('1')];
    await book.refresh();
    await happens('b');
    await passes(57_000, 1_000);
    expect(sent).toHaveLength(1);
    await passes(5_000, 500);
    expect(sent.map(({ key }) => key).sort()).toEqual(['a', 'a', 'b']);
  });

  test('gives up with the reason: after all attempts, when it is rejected, when nobody wants it any more', async () => {
    const { happens, passes, states, sent, store, log } = await dispatchScene({
      triggers: [to('1'), to('2')],
      reply: ({ trigger }) => answered(trigger.id === '1' ? rejected('refused') : retry('server_error')),
    });
    await happens('a');
    await passes(30 * HOUR, HOUR / 12);
    expect(sent.filter(({ trigger }) => trigger === '2')).toHaveLength(10);
    expect(await states()).toEqual(['dead: refused', 'dead: exhausted']);
    const { items } = await store.deliveries.listDeliveries({ triggerId: '2' }, { limit: 1 });
    expect([items[0]?.attemptCount, items[0]?.attempts.length]).toEqual([10, 10]);
    const told = log.lines().filter(({ event }) => event === 'delivery_dead');
    expect(told.map(({ trigger_id, reason }) => [trigger_id, reason])).toEqual([
      ['1', 'refused'],
      ['2', 'exhausted'],
    ]);
  });

  test('leaves a destination alone that fails, at no cost of attempts, and looks whether it is back', async () => {
    let isUp = false;
    const { happens, passes, sent, states, store } = await dispatchScene({
      triggers: [to('1')],
      reply: () => answered(isUp ? DELIVERED : retry('not_listening')),
    });
    for (let n = 0; n < 10; n++) await happens(`a${n}`);
    await passes(HOUR, 5_000);
    const tries = sent.length;
    expect(tries).toBeLessThan(20);
    const { items } = await store.deliveries.listDeliveries({}, { limit: 20 });
    expect(Math.max(...items.map(({ attemptCount }) => attemptCount))).toBeLessThan(10);
    isUp = true;
    await passes(20 * 60_000, 5_000);
    expect(new Set(await states())).toEqual(new Set(['delivered']));
  });

  test('lets no slow or failing destination delay another', async () => {
    const { happens, keys, passes } = await dispatchScene({
      triggers: [to('1'), to('2'), to('3')],
      reply({ trigger }, signal) {
        if (trigger.id === '1')
          return new Promise((resolve) => signal.addEventListener('abort', () => resolve(answered(retry('stopped')))));
        return answered(trigger.id === '2' ? retry('server_error') : DELIVERED);
      },
    });
    for (let n = 0; n < 30; n++) await happens(`a${n}`);
    await passes(1_000);
    expect([keys('1').length, keys('2').length <= 8, new Set(keys('3')).size]).toEqual([4, true, 30]);
  });

  test('gives up a channel that never ends, and tells it so', async () => {
    const given: AbortSignal[] = [];
    const { happens, passes, store } = await dispatchScene({
      triggers: [to('1')],
      reply(_, signal) {
        given.push(signal);
        return new Promise(() => {});
      },
    });
    await happens('a');
    await passes(19_000, 1_000);
    expect(given[0]?.aborted).toBe(false);
    await passes(2_000, 1_000);
    expect(given[0]?.aborted).toBe(true);
    const { items } = await store.deliveries.listDeliveries({}, { limit: 1 });
    expect(items[0]?.attempts).toMatchObject([{ outcome: 'retry', reason: 'timeout' }]);
  });

  test('drains after an outage at a bounded rate, the newest not behind the oldest', async () => {
    let isUp = false;
    const manners = { limits: { concurrency: 4, burst: 10, perSecond: 5 }, expiresMs: undefined };
    const { happens, passes, sent, keys } = await dispatchScene({
      ...{ triggers: [to('1')], manners: () => manners },
      reply: () => answered(isUp ? DELIVERED : retry('not_listening')),
    });
    await happens(...Array.from({ length: 200 }, (_, n) => `old${n}`));
    await passes(HOUR, 10_000);
    isUp = true;
    const before = sent.length;
    await happens('new');
    await passes(620_000, 1_000);
    const after = keys().slice(before);
    expect(after.length).toBeGreaterThanOrEqual(201);
    expect(after.indexOf('new')).toBeLessThan(20);
    const times = sent.slice(before).map(({ at }) => at);
    for (const from of times)
      expect(times.filter((at) => at >= from && at < from + 1_000).length).toBeLessThanOrEqual(15);
  });

  test('says which chat message has become stale instead of sending it', async () => {
    const { happens, passes, states, sent } = await dispatchScene({
      triggers: [to('1', 'http://1/', 'chat')],
      manners: () => ({ limits: { concurrency: 4, burst: 1, perSecond: 0.0001 }, expiresMs: 6 * HOUR }),
    });
    await happens('a', 'b', 'c', 'd');
    await passes(7 * HOUR, HOUR / 10);
    expect(sent.length).toBeLessThan(4);
    const ends = await states();
    expect(ends.filter((state) => state === 'delivered')).toHaveLength(sent.length);
    expect(ends.filter((state) => state === 'dead: expired')).toHaveLength(4 - sent.length);
  });

  test('suspends a trigger whose receiver says that it is gone, with all that waits for it', async () => {
    const { happens, sent, states, book, passes } = await dispatchScene({
      triggers: [to('1')],
      reply: () => answered(rejected('gone', true), 410),
    });
    await happens('a');
    await passes(1_000);
    expect(book.current?.standingOf('1')).toMatchObject({ suspension: 'gone' });
    await happens('b');
    expect([sent.length, await states()]).toEqual([1, ['dead: gone']]);
  });

  test('suspends a trigger through which nothing came for five days, and forgets failures with a success', async () => {
    let isUp = false;
    const { happens, passes, book } = await dispatchScene({
      triggers: [to('1'), to('2')],
      reply: ({ trigger }) => answered(trigger.id === '2' && isUp ? DELIVERED : retry('server_error')),
    });
    for (let day = 0; day < 5; day++) {
      await happens(`day ${day}`);
      isUp = day === 3;
      await passes(24 * HOUR, HOUR);
    }
    expect(book.current?.standingOf('1').suspension).toBe(null);
    await happens('day 5');
    await passes(HOUR, 60_000);
    expect(book.current?.standingOf('1').suspension).toBe('failing');
    expect(book.current?.standingOf('2').suspension).toBe(null);
  });

  test('suspends no trigger for days in which nothing was tried', async () => {
    const { happens, passes, book, clock } = await dispatchScene({
      triggers: [to('1')],
      reply: () => answered(retry('server_error')),
    });
    await happens('a');
    // As when nobody ran for three weeks but for a moment each.
    for (let week = 1; week <= 3; week++) {
      clock.freeze(7 * 24 * HOUR);
      await happens(`week ${week}`);
    }
    await passes(60_000, 5_000);
    const standing = book.current?.standingOf('1');
    expect([standing?.suspension, standing?.failingSince]).toEqual([null, START]);
    expect(standing?.failingMs).toBeLessThanOrEqual(3 * 12 * HOUR);
    expect(standing?.failingMs).toBeGreaterThan(0);
  });

  test('ends what waits for a trigger that is not there any more', async () => {
    const { happens, store, states, passes } = await dispatchScene({ triggers: [to('1')] });
    store.events.planDeliveries(
      () => ['7'],
      () => {},
    );
    await happens('a');
    await passes(31_000, 1_000);
    expect(await states()).toEqual(['dead: trigger_deleted']);
  });

  test('sends at once what is tried again by hand', async () => {
    const reply = says(rejected('refused'), DELIVERED);
    const { happens, store, dispatcher, states, clock, passes } = await dispatchScene({ triggers: [to('1')], reply });
    await happens('a');
    await store.deliveries.retryDead(['1'], clock.now(), sampleNote('deliveries_retried'));
    dispatcher.wake(new Set(['1']));
    await passes(100);
    expect(await states()).toEqual(['delivered']);
  });

  test('marks what was sent as soon as the store can be written again, without sending it twice', async () => {
    let isBroken = true;
    const { happens, passes, sent, states } = await dispatchScene({
      triggers: [to('1')],
      outbox: (store) => ({
        ...asItIs(store),
        mark(...of) {
          if (isBroken) throw new TocsinError('store_unavailable', 'The disk is full.');
          return store.mark(...of);
        },
      }),
    });
    await happens('a');
    await passes(30_000, 1_000);
    expect([sent.length, await states()]).toEqual([1, ['pending']]);
    isBroken = false;
    await passes(10_000, 1_000);
    expect([sent.length, await states()]).toEqual([1, ['delivered']]);
  });

  test('sends nothing that has become stale since it was looked for', async () => {
    const { happens, passes, sent, states } = await dispatchScene({
      triggers: [to('1', 'http://1/', 'chat')],
      manners: () => ({ limits: { concurrency: 4, burst: 1, perSecond: 1 / 12 }, expiresMs: 10_000 }),
    });
    await happens('a', 'b');
    await passes(20_000, 500);
    expect([sent.length, (await states()).toSorted()]).toEqual([1, ['dead: expired', 'delivered']]);
  });

  test('says once that marks cannot be made, sends what it may meanwhile, and says once that they can again', async () => {
    let isFull = true;
    const outbox = (store: DeliveryStore): DeliveryStore => ({
      ...asItIs(store),
      mark: (...of) => {
        if (isFull) throw new TocsinError('store_unavailable', 'The disk is full.');
        return store.mark(...of);
      },
    });
    const { happens, passes, sent, states, log } = await dispatchScene({ outbox, triggers: [to('1')] });
    for (const key of ['a', 'b', 'c']) {
      await happens(key);
      await passes(20_000, 500);
    }
    const told = () => log.lines().flatMap(({ event }) => (String(event).startsWith('outbox_') ? [event] : []));
    expect([sent.length, await states(), told()]).toEqual([3, ['pending', 'pending', 'pending'], ['outbox_failed']]);
    isFull = false;
    await passes(10_000, 500);
    expect([sent.length, await states(), told()]).toEqual([
      ...[3, ['delivered', 'delivered', 'delivered'], ['outbox_failed', 'outbox_recovered']],
    ]);
  });

  test('asks for nothing of others where a receiver fails every other time', async () => {
    const claims: string[] = [];
    const outbox = (store: DeliveryStore): DeliveryStore => ({
      ...asItIs(store),
      claim: (request) => {
        claims.push(request.triggerId);
        return store.claim(request);
      },
    });
    const others = Array.from({ length: 10 }, (_, at) => to(`${at + 2}`));
    const failures = Array.from({ length: 20 }, () => [retry('server_error'), DELIVERED]).flat();
    const scene = await dispatchScene({ outbox, triggers: [to('1'), ...others], reply: says(...failures) });
    await scene.passes(1_000);
    scene.store.events.planDeliveries(
      () => ['1'],
      (ids) => scene.dispatcher.wake(ids),
    );
    const before = claims.filter((id) => id !== '1').length;
    for (let at = 0; at < 20; at++) await scene.happens(`e${at}`);
    expect(scene.sent.length).toBeGreaterThanOrEqual(20);
    expect(claims.filter((id) => id !== '1').length).toBe(before);
  });

  test('serves triggers that share a destination in turn', async () => {
    const { happens, passes, sent } = await dispatchScene({
      triggers: [to('1', 'http://one/'), to('2', 'http://one/'), to('3', 'http://one/')],
      manners: () => ({ limits: { concurrency: 1, burst: 1, perSecond: 1 }, expiresMs: undefined }),
    });
    await happens(...Array.from({ length: 20 }, (_, n) => `a${n}`));
    await passes(30_000, 500);
    const shares = ['1', '2', '3'].map((id) => sent.filter(({ trigger }) => trigger === id).length);
    expect(sent.length).toBeGreaterThan(25);
    expect(Math.min(...shares)).toBeGreaterThan(sent.length / 3 - 4);
  });

  test('begins after a start with whatever waits', async () => {
    const { happens, store, clock, passes, sent } = await dispatchScene({
      triggers: [to('1')],
      reply: says(retry('server_error'), DELIVERED),
    });
    await happens('a');
    expect(await store.deliveries.nextDue('1', new Set())).toBe(START + 5_000);
    await passes(6_000, 1_000);
    expect([sent.length, clock.now()]).toEqual([2, START + 6_000]);
  });
});

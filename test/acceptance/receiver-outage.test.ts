import { expect, test } from 'vitest';
import { startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { sendingScene } from '../support/sending-scene.ts';

const MINUTE = 60_000;
/** What a webhook takes: so many at once, and so many a second. */
const RATE = { burst: 50, perSecond: 50 };

test('a receiver that was down for an hour gets everything once it is back, at its rate, and what is new before all that is old', {
  timeout: 120_000,
}, async () => {
  const receiver = await startFaultyReceiver({ script: [{ status: 204 }] });
  const scene = await sendingScene([`${receiver.url}/hook`]);
  const { happens, passesCalmly, calm, clock, store } = scene;
  await receiver.down();
  const old = Array.from({ length: 60 }, (_, minute) => Array.from({ length: 20 }, (_, n) => `old ${minute}.${n}`));
  for (const keys of old) {
    await happens(...keys);
    await calm();
    await passesCalmly(MINUTE, 5_000);
  }
  expect(receiver.requests).toEqual([]);
  await receiver.up();
  await happens('new');
  const arrived: { readonly key: string; readonly at: number }[] = [];
  const until = clock.now() + 30 * MINUTE;
  while (arrived.length < 1_201 && clock.now() < until) {
    await passesCalmly(250, 250);
    for (const { body } of receiver.requests.slice(arrived.length))
      arrived.push({ key: JSON.parse(body).data.event.message.slice('message of '.length), at: clock.now() });
  }
  const keys = arrived.map(({ key }) => key);
  expect(keys.toSorted()).toEqual(['new', ...old.flat()].toSorted());
  // Turn and turn about the newest and the oldest: neither end waits for the other.
  expect(keys.indexOf('new')).toBeLessThan(10);
  const places = keys.map((key) => old.flat().indexOf(key)).slice(0, 200);
  expect(places.filter((place) => place >= 1_000).length).toBeGreaterThan(50);
  expect(places.filter((place) => place >= 0 && place < 200).length).toBeGreaterThan(50);
  for (const [first, { at }] of arrived.entries())
    expect(arrived.slice(first).filter((one) => one.at < at + 1_000).length).toBeLessThanOrEqual(
      RATE.burst + RATE.perSecond,
    );
  const ids = receiver.requests.map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids).size).toBe(1_201);
  expect(await store.deliveries.countPending(9_999)).toBe(0);
});

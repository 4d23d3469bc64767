import { expect, test } from 'vitest';
import { describeDatabases } from '../../../../test/support/databases.ts';
import { storedTrigger } from '../../../../test/support/delivery-samples.ts';
import { answered, asItIs, dispatchScene, type SceneOptions, START } from '../../../../test/support/dispatch-scene.ts';
import { waitUntil } from '../../../../test/support/wait-until.ts';
import { type DeliveryVerdict, retry } from '../../../core/deliveries/delivery-verdict.ts';
import { Sealed } from '../../../core/deliveries/sealed.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const DELIVERED: DeliveryVerdict = { outcome: 'delivered', reason: 'accepted' };
const to = (id: string, channel = 'webhook') =>
  storedTrigger(id, { config: new Sealed({ url: `http://${id}/` }), channel });

describeDatabases('a clock that was set', (create) => {
  /** All that waits, with who would send it; the clock moves on only while the test waits for something. */
  const given = async (options: Omit<SceneOptions, 'database'>) => {
    const scene = await dispatchScene({ ...options, database: await create() });
    const { clock, store } = scene;
    const items = async () => (await store.deliveries.listDeliveries({}, { limit: 50 })).items;
    return {
      ...scene,
      items,
      until: (what: string, isSo: () => boolean | Promise<boolean>, step = 500) =>
        waitUntil(
          async () => {
            await clock.advance(step);
            return isSo();
          },
          { what, everyMs: 2 },
        ),
      wasTried: async (attempts: number) => (await items()).every(({ attemptCount }) => attemptCount >= attempts),
    };
  };

  test('makes nothing wait until the time that it showed: not what was stored then, and not what was put off', async () => {
    let isUp = false;
    const { clock, happens, items, until, wasTried } = await given({
      triggers: [to('1')],
      reply: () => answered(isUp ? DELIVERED : retry('server_error')),
    });
    clock.jump(24 * HOUR);
    await happens('a');
    await until('it was tried', () => wasTried(1));
    const due = (await items())[0]?.dueAt ?? 0;
    expect(due).toBeGreaterThan(START + 24 * HOUR);
    clock.jump(-24 * HOUR);
    isUp = true;
    await until('it is delivered', async () => (await items())[0]?.state === 'delivered');
    expect(clock.monotonic()).toBeLessThan(5 * MINUTE);
  });

  test('makes nothing wait that was stored while it was ahead and could not be sent then', async () => {
    let isFull = true;
    const { clock, happens, items, until } = await given({
      triggers: [to('1')],
      outbox: (store) => ({ ...asItIs(store), claim: async (request) => (isFull ? [] : store.claim(request)) }),
    });
    clock.jump(24 * HOUR);
    await happens('a', 'b');
    clock.jump(-24 * HOUR);
    isFull = false;
    await until('they are delivered', async () => (await items()).every(({ state }) => state === 'delivered'));
    expect(clock.monotonic()).toBeLessThan(5 * MINUTE);
  });

  test('lets a receiver be left alone for as long as it wants all the same, an hour at most', async () => {
    const replies = [retry('rate_limited', 10 * MINUTE)];
    const { clock, happens, items, until, wasTried, sent } = await given({
      triggers: [to('1')],
      reply: () => answered(replies.shift() ?? DELIVERED),
    });
    clock.jump(24 * HOUR);
    await happens('a');
    await until('it was tried', () => wasTried(1));
    clock.jump(-24 * HOUR);
    const from = clock.monotonic();
    await until('it is known', async () => ((await items())[0]?.dueAt ?? 0) < START + HOUR);
    const left = ((await items())[0]?.dueAt ?? 0) - clock.now();
    expect(left).toBeGreaterThan(9 * MINUTE);
    expect(left).toBeLessThanOrEqual(10 * MINUTE);
    await until('it is delivered', async () => (await items())[0]?.state === 'delivered', 5_000);
    expect(sent).toHaveLength(2);
    expect(clock.monotonic() - from).toBeGreaterThanOrEqual(9 * MINUTE);
    expect(clock.monotonic() - from).toBeLessThan(HOUR);
  });

  test('makes no chat message stale: it is as old as the time that has passed', async () => {
    let isUp = false;
    const { clock, happens, items, until, wasTried } = await given({
      triggers: [to('1', 'chat')],
      manners: () => ({ limits: { concurrency: 4, burst: 100, perSecond: 50 }, expiresMs: 6 * HOUR }),
      reply: () => answered(isUp ? DELIVERED : retry('server_error')),
    });
    await happens('a');
    await until('it was tried', () => wasTried(1));
    clock.jump(7 * HOUR);
    await until('it was tried again', () => wasTried(2));
    isUp = true;
    await until('it is delivered', async () => (await items())[0]?.state === 'delivered');
  });
});

test('a walk over what waits goes on where it was, and begins anew when the clock is set meanwhile', async () => {
  const steps: (string | undefined)[] = [];
  const { happens, clock, store, passes } = await dispatchScene({
    triggers: [to('1')],
    reply: () => answered(retry('server_error')),
    manners: () => ({ limits: { concurrency: 4, burst: 1, perSecond: 0.000_001 }, expiresMs: undefined }),
    outbox: (outbox) => ({
      ...asItIs(outbox),
      shortenWaits(step) {
        steps.push(step.after?.id);
        return outbox.shortenWaits(step);
      },
    }),
  });
  clock.jump(24 * HOUR);
  await happens(...Array.from({ length: 1_200 }, (_, n) => `a${n}`));
  clock.jump(-24 * HOUR);
  await passes(31_000, 1_000);
  expect(steps).toEqual([undefined, expect.any(String), expect.any(String)]);
  const now = clock.now();
  expect(await store.deliveries.dueTriggers(['1'], now)).toEqual(['1']);
  const { items } = await store.deliveries.listDeliveries({ state: 'pending' }, { limit: 500 });
  expect(Math.max(...items.map(({ dueAt }) => dueAt ?? 0))).toBeLessThanOrEqual(now);
  expect(Math.max(...items.map(({ pendingSince }) => pendingSince))).toBeLessThanOrEqual(now);
});

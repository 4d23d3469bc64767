// A dispatcher on a real outbox with the real channels, on real sockets, in a time that the test lets pass.
import { channelDoor } from '../../src/app/sending/door/channel-door.ts';
import type { SentAttempt } from '../../src/core/deliveries/delivery.ts';
import { Sealed } from '../../src/core/deliveries/sealed.ts';
import { storedTrigger } from './delivery-samples.ts';
import { dispatchScene, START } from './dispatch-scene.ts';
import { type GuardSettings, guarded } from './guarded.ts';
import type { ManualClock } from './manual-clock.ts';
import { TRUST } from './receiver-certificates.ts';
import { waitUntil } from './wait-until.ts';

export interface ShownAttempt {
  /** Since the start, in whole seconds. */
  readonly at: number;
  readonly outcome: string;
  readonly reason: string;
  readonly status: number | null;
}

/** Webhooks that lead to these places, with the ids 1, 2, and so on. */
export async function sendingScene(urls: readonly string[], settings: GuardSettings = { allow: '127.0.0.0/8' }) {
  let running = 0;
  const counted = (request: Promise<SentAttempt>): Promise<SentAttempt> => {
    running += 1;
    return request.finally(() => {
      running -= 1;
    });
  };
  const scene = await dispatchScene({
    triggers: urls.map((url, at) => storedTrigger(`${at + 1}`, { config: new Sealed({ url }) })),
    channels(clock) {
      const tools = { ...guarded({ trust: TRUST, clock, ...settings }), clock, timeZone: 'UTC', trust: TRUST };
      const door = channelDoor({ tools: () => tools, linkOf: () => undefined });
      return {
        ...door,
        approach(target) {
          const approach = door.approach(target);
          return approach && { ...approach, send: (...of) => counted(approach.send(...of)) };
        },
        send: (...of) => counted(door.send(...of)),
      };
    },
  });
  const { clock, store, passes } = scene;
  /** Until every request has ended that needs no time to pass. */
  const calm = async (what = 'all requests to end'): Promise<void> => {
    await waitUntil(() => running === 0, { what });
    await passes(0.001, 1);
  };
  return {
    ...scene,
    calm,
    running: () => running,
    /** In steps, each after all requests of the one before have ended. */
    async passesCalmly(ms: number, step: number) {
      for (let left = ms; left > 0; left -= step) {
        await passStep(clock, Math.min(step, left));
        await calm();
      }
    },
    async attemptsOf(triggerId: string): Promise<readonly ShownAttempt[]> {
      const { items } = await store.deliveries.listDeliveries({ triggerId }, { limit: 1 });
      return (items[0]?.attempts ?? []).map(({ at, outcome, reason, status }) => ({
        ...{ at: Math.round((at - START) / 1_000), outcome, reason, status },
      }));
    },
  };
}

/** Nothing runs while it passes; then the dispatcher looks. */
async function passStep(clock: ManualClock, ms: number): Promise<void> {
  clock.freeze(ms);
  await clock.advance(0);
}

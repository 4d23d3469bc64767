import { describe, expect, test } from 'vitest';
import { sampleNote } from '../../../test/support/account-samples.ts';
import { sampleTrigger, storedTrigger } from '../../../test/support/delivery-samples.ts';
import { answered, asItIs, dispatchScene, type SceneOptions, START } from '../../../test/support/dispatch-scene.ts';
import type { SentAttempt } from '../../core/deliveries/delivery.ts';
import { rejected, retry } from '../../core/deliveries/delivery-verdict.ts';
import { Sealed } from '../../core/deliveries/sealed.ts';

const to = (url: string, changes: Partial<ReturnType<typeof storedTrigger>> = {}) =>
  storedTrigger('1', { config: new Sealed({ url }), ...changes });
const DELIVERED = answered({ outcome: 'delivered', reason: 'accepted' }, 204);

/** What is sent first is answered when the test says so, all else at once. */
async function answeredLate() {
  let answer: (sent: SentAttempt) => void = () => {};
  const given = {
    triggers: [to('http://before/')],
    reply: (): Promise<SentAttempt> | SentAttempt =>
      scene.sent.length > 1 ? DELIVERED : new Promise((resolve) => (answer = resolve)),
  };
  const scene = await dispatchScene(given);
  await scene.happens('a');
  return {
    ...scene,
    async change(trigger: ReturnType<typeof storedTrigger>) {
      given.triggers = [trigger];
      await scene.book.refresh();
    },
    async isAnswered(sent: SentAttempt) {
      answer(sent);
      await scene.passes(1_000);
    },
    standing: () => scene.book.current?.standingOf('1'),
  };
}

describe('a trigger that is changed while something is on its way through it', () => {
  test('is not suspended by a receiver that it does not lead to any more, and sends on', async () => {
    const { change, isAnswered, happens, standing, states, keys } = await answeredLate();
    await change(to('http://after/', { updatedAt: 1 }));
    await isAnswered(answered(rejected('gone', true), 410));
    expect(standing()?.suspension).toBe(null);
    await happens('b');
    expect([keys(), await states()]).toEqual([
      ['a', 'b'],
      ['dead: gone', 'delivered'],
    ]);
  });

  test('does not fail by it either', async () => {
    const { change, isAnswered, standing } = await answeredLate();
    await change(to('http://after/', { updatedAt: 1 }));
    await isAnswered(answered(retry('timeout')));
    expect(standing()?.failingSince).toBe(null);
  });

  test('is suspended as before where it was not changed', async () => {
    const { isAnswered, standing } = await answeredLate();
    await isAnswered(answered(rejected('gone', true), 410));
    expect(standing()?.suspension).toBe('gone');
  });
});

describe('a suspension is told', () => {
  const note = sampleNote();

  /** Two events are on their way through a trigger that is saved, and are answered together. */
  async function goneTogether(outbox: SceneOptions['outbox'] = asItIs) {
    const answers = Promise.withResolvers<void>();
    const scene = await dispatchScene({
      ...{ triggers: [], outbox },
      reply: () => answers.promise.then(() => answered(rejected('gone', true), 410)),
    });
    const { id } = await scene.store.triggers.createTrigger(sampleTrigger(), START, note);
    await scene.book.refresh();
    await scene.happens('a', 'b');
    return {
      ...scene,
      id,
      async told() {
        answers.resolve();
        await scene.passes(1_000);
        return scene.log.lines().filter(({ event }) => event === 'trigger_suspended');
      },
    };
  }

  test('once, however many were on their way', async () => {
    const { told, id } = await goneTogether();
    expect(await told()).toMatchObject([{ trigger_id: id, trigger_name: 'all to ops', reason: 'gone' }]);
  });

  test('by nobody where another instance has changed the trigger since', async () => {
    const { told, id, store, book, states } = await goneTogether();
    const config = new Sealed({ url: 'http://after/' });
    await store.triggers.changeTrigger(id, { at: START + 1, merge: (before) => ({ ...before, config }) }, note);
    expect([await told(), book.current?.standingOf(id).suspension, await states()]).toEqual([
      ...[[], null, ['dead: gone', 'dead: gone']],
    ]);
  });

  test('also where its delivery is somebody else’s by now, so that its own end is not', async () => {
    const { told, log } = await goneTogether((store) => ({
      ...asItIs(store),
      mark: async (...of) => ({ ...(await store.mark(...of)), ids: new Set() }),
    }));
    expect(await told()).toHaveLength(1);
    expect(log.lines().filter(({ event }) => event === 'delivery_dead')).toEqual([]);
  });
});

import { expect, test } from 'vitest';
import { storedTrigger } from '../../../test/support/delivery-samples.ts';
import { answered } from '../../../test/support/dispatch-scene.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import type { Author } from '../../core/audit/author.ts';
import { TriggerTrials } from './trigger-trials.ts';

const by = (id: string) => ({ actor: { kind: 'user', id, name: id } }) as unknown as Author; // No more of it is looked at.

test('each person may send ten tests a minute, and whoever has sent them does not keep others from theirs', async () => {
  const clock = new ManualClock();
  let sent = 0;
  const send = async () => {
    sent++;
    return answered({ outcome: 'delivered', reason: 'accepted' });
  };
  const channels = { send } as unknown as ConstructorParameters<typeof TriggerTrials>[0]['channels']; // Nothing else is asked.
  const trials = new TriggerTrials({ channels, clock });
  const trigger = storedTrigger('1');
  for (let n = 0; n < 10; n++) await trials.send(trigger, trigger, by('1'));
  await expect(trials.send(trigger, trigger, by('1'))).rejects.toMatchObject({
    ...{ code: 'too_many_requests', retryAfterSeconds: 60 },
  });
  await trials.send(trigger, trigger, by('2'));
  expect(sent).toBe(11);
  await clock.advance(60_000);
  await trials.send(trigger, trigger, by('1'));
  expect(sent).toBe(12);
});

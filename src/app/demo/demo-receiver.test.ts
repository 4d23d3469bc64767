import { expect, test } from 'vitest';
import { sampleEvent } from '../../../test/support/event-samples.ts';
import { Sealed } from '../../core/deliveries/sealed.ts';
import { DEMO_CHANNEL, demoChannels } from './demo-receiver.ts';

const never = new AbortController().signal;
const to = (channel: string, config = {}) => ({ channel, config: new Sealed(config) });

function message(id: string, isTest = false) {
  const event = { ...sampleEvent('a'), id, message: `line ${id}\u001b[2J`, heldBack: 0, lastSeen: null, createdAt: 0 };
  return { id: `msg_${id}`, isTest, at: 0, trigger: { id: '1', name: 'all' }, event };
}

test('the receiver of the demo takes every message, one of seven at the second attempt, and says what it got, as the demo’s', async () => {
  const channels = demoChannels();
  const send = async (id: string, isTest = false) => channels.send(to(DEMO_CHANNEL), message(id, isTest), never);
  expect(await send('1')).toMatchObject({ verdict: { outcome: 'delivered' }, status: 200 });
  const { words } = await send('2');
  expect(words).toContain('demo’s receiver took it: DEMO · ');
  expect(words).toContain('line 2');
  expect(words).not.toContain('\u001b');
  const outcomes = [await send('7'), await send('7'), await send('14', true)].map(({ verdict }) => verdict.outcome);
  expect(outcomes).toEqual(['retry', 'delivered', 'delivered']);
});

test('nothing leaves the demo: there is no other channel, whoever names one', async () => {
  const channels = demoChannels();
  const target = to('webhook', { url: 'https://hooks.example/' });
  expect(channels.names).toEqual([DEMO_CHANNEL]);
  expect(await channels.faultsOf(target)).toMatchObject([{ path: 'channel' }]);
  expect(channels.approach(target)).toBeUndefined();
  expect((await channels.send(target, message('1'), never)).verdict).toMatchObject({ outcome: 'rejected' });
});

import { expect, test } from 'vitest';
import { readyFor, sampleMessage } from '../../../test/contract/channels/channel-under-test.ts';
import { startFaultyReceiver } from '../../../test/support/faulty-receiver/receiver.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { loadConfig } from '../../config/load.ts';
import { systemClock } from '../../core/clock.ts';
import { createSendTools } from './send-tools.ts';

test('channels send to where the settings let them, and their target can be judged before', async () => {
  const receiver = await startFaultyReceiver();
  const { signal } = new AbortController();
  const attempt = async (env: Readonly<Record<string, string>>) => {
    const { config } = loadConfig({ env, folder: temporaryDirectory() });
    const tools = await createSendTools({ config, port: 8_080, clock: systemClock });
    const channel = readyFor('webhook', { url: receiver.url }, tools);
    const refused = await tools.connect.check(channel.target, signal);
    return [refused?.kind, (await channel.send(sampleMessage(), signal)).verdict.reason];
  };
  expect(await attempt({})).toEqual(['denied', 'denied']);
  expect(receiver.connections()).toBe(0);
  expect(await attempt({ TOCSIN_EGRESS_ALLOW: `127.0.0.1/32:${receiver.port}` })).toEqual([undefined, 'accepted']);
});

import { describe, expect, test } from 'vitest';
import { sampleEvent } from '../../../../test/support/event-samples.ts';
import { startFaultyReceiver } from '../../../../test/support/faulty-receiver/receiver.ts';
import { guarded } from '../../../../test/support/guarded.ts';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { RECEIVER_TLS, TRUST } from '../../../../test/support/receiver-certificates.ts';
import { waitUntil } from '../../../../test/support/wait-until.ts';
import { Sealed } from '../../../core/deliveries/sealed.ts';
import { channelDoor } from './channel-door.ts';

const never = new AbortController().signal;
const event = { ...sampleEvent('a'), id: '7', heldBack: 0, lastSeen: null, createdAt: 0 };
const message = { id: 'msg_7', isTest: false, at: 0, trigger: { id: '1', name: 'hook' }, event };

async function given(options: Parameters<typeof startFaultyReceiver>[0] = {}) {
  const clock = new ManualClock();
  const receiver = await startFaultyReceiver({ clock, ...options });
  const kit = { ...guarded({ allow: `127.0.0.1/32:${receiver.port}`, clock, trust: TRUST }), clock };
  const door = channelDoor({ tools: () => ({ ...kit, timeZone: 'UTC', trust: TRUST }), linkOf: () => undefined });
  const approach = (channel: string, config: object) => door.approach({ channel, config: new Sealed({ ...config }) });
  const connects = () => waitUntil(() => receiver.connections() === 1, { what: 'connection' });
  return { receiver, door, approach, connects };
}

describe('to get ready for a message', () => {
  test.each([
    ['in the clear', 'webhook', {}],
    ['with TLS', 'webhook', { tls: RECEIVER_TLS.sound }],
    ['through a channel whose address is the secret', 'slack', {}],
  ])('makes the connection that it goes over, %s', async (_, channel, options) => {
    const { receiver, approach, connects } = await given({ ...options, script: [{ status: 200, body: 'ok' }] });
    const ready = approach(channel, { url: `${receiver.url}/hook` });
    await connects();
    expect(receiver.requests).toEqual([]);
    expect((await ready?.send(message, never))?.verdict).toMatchObject({ outcome: 'delivered' });
    expect([receiver.connections(), receiver.requests.length]).toEqual([1, 1]);
  });

  test('closes the connection where there is no message in the end', async () => {
    const { receiver, approach, connects } = await given();
    const ready = approach('webhook', { url: receiver.url });
    await connects();
    ready?.drop();
    await waitUntil(() => receiver.open() === 0, { what: 'end of the connection' });
    expect(receiver.requests).toEqual([]);
  });

  test('makes none where nothing is sent by HTTP, nor for what cannot be used', async () => {
    const { approach, door } = await given();
    const mail = { host: 'mail.example', port: 25, security: 'none', from: 'a@example.org', to: ['b@example.org'] };
    expect(door.writtenFaultsOf({ channel: 'email', config: new Sealed(mail) })).toEqual([]);
    expect(approach('email', mail)).toBeUndefined();
    expect(approach('webhook', { url: 'ftp://x' })).toBeUndefined();
  });
});

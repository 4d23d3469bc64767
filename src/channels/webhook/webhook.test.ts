import { describe, expect, test } from 'vitest';
import {
  CANARIES,
  OLD_SIGNING,
  readyFor,
  SIGNING,
  sampleEvent,
  sampleMessage,
  toolsFor,
  webConfig,
} from '../../../test/contract/channels/channel-under-test.ts';
import { startFaultyReceiver } from '../../../test/support/faulty-receiver/receiver.ts';
import { signatureHeaders } from './signature.ts';
import { webhook } from './webhook.ts';

const never = new AbortController().signal;
const faultAt = (change: object): string => {
  const ready = webhook.ready({ url: 'https://hooks.example/x', ...change });
  return ready.ok ? 'none' : ready.faults.map(({ path }) => path).join();
};

describe('a webhook', () => {
  test('gets the event as the API promises it, signed, with the headers of the configuration', async () => {
    const receiver = await startFaultyReceiver();
    await readyFor('webhook', webConfig('webhook', receiver.url), toolsFor()).send(
      sampleMessage({ isTest: true }),
      never,
    );
    const [request] = receiver.requests;
    const body = request?.body ?? '';
    const { id, source, severity, message, metadata } = sampleEvent();
    expect(JSON.parse(body)).toEqual({
      type: 'event.triggered',
      timestamp: '2026-11-26T03:05:07.000Z',
      data: {
        test: true,
        trigger: { id: '9', name: 'To the team' },
        event: { id, source, severity, message, metadata, created_at: '2026-11-26T03:05:07.000Z' },
        link: 'https://tocsin.example.org/events/4711',
      },
    });
    const signed = signatureHeaders({
      id: 'msg_4711_9',
      at: sampleMessage().at,
      body,
      secrets: [SIGNING, OLD_SIGNING],
    });
    expect(request?.headers).toMatchObject({
      ...signed,
      'content-type': 'application/json',
      authorization: `Bearer ${CANARIES[0]}`,
      'x-api': CANARIES[1],
    });
  });

  test('has one id over all attempts, and the time of each', async () => {
    const receiver = await startFaultyReceiver();
    const channel = readyFor('webhook', webConfig('webhook', receiver.url), toolsFor());
    for (const at of [1_000_000, 1_060_000]) await channel.send(sampleMessage({ at }), never);
    const seen = receiver.requests.map(({ headers }) => [headers['webhook-id'], headers['webhook-timestamp']]);
    expect(seen).toEqual([
      ['msg_4711_9', '1000'],
      ['msg_4711_9', '1060'],
    ]);
    expect(receiver.requests[0]?.body).toBe(receiver.requests[1]?.body);
  });

  test('is told how often the event has gone round', async () => {
    const receiver = await startFaultyReceiver();
    const channel = readyFor('webhook', webConfig('webhook', receiver.url), toolsFor());
    for (const hops of [undefined, 1, 3, 1e9, -1, '2'])
      await channel.send(
        sampleMessage({ event: sampleEvent({ metadata: { ...(hops !== undefined && { tocsin_hops: hops }) } }) }),
        never,
      );
    expect(receiver.requests.map(({ headers }) => headers['tocsin-hops'])).toEqual(['1', '1', '3', '99', '99', '2']);
  });

  test('gets a body of one’s own making, signed as it is', async () => {
    const receiver = await startFaultyReceiver();
    const send = async (config: object) => {
      await readyFor('webhook', { url: receiver.url, signing_secret: SIGNING, ...config }, toolsFor()).send(
        sampleMessage(),
        never,
      );
      return receiver.requests.at(-1);
    };
    const json = await send({
      body_template: '{"content": "{{event.message}} {{data.event.id}} {{id}} {{trigger.name}}"}',
    });
    expect(json?.body).toBe('{"content": "ERROR disk /var is full (97 %) 4711 msg_4711_9 To the team"}');
    expect(json?.headers['webhook-signature']).toBe(
      signatureHeaders({ id: 'msg_4711_9', at: sampleMessage().at, body: json?.body ?? '', secrets: [SIGNING] })[
        'webhook-signature'
      ],
    );
    const text = await send({ body_type: 'text', body_template: '{{event.severity}} at {{event.metadata.host}}' });
    expect([text?.body, text?.headers['content-type']]).toEqual(['error at nas', 'text/plain; charset=utf-8']);
  });

  test.each([
    ['no URL', { url: 'hooks.example' }, 'url'],
    ['another scheme', { url: 'ftp://hooks.example/' }, 'url'],
    ['a password in the URL', { url: 'https://a:b@hooks.example/' }, 'url'],
    ['a place where nothing may be sent', { url: 'http://metadata.google.internal/' }, 'url'],
    ['a header of ours', { headers: { 'Content-Length': '1' } }, 'headers.Content-Length'],
    ['a signature of somebody’s', { headers: { 'webhook-signature': 'v1,x' } }, 'headers.webhook-signature'],
    ['a header that ends and begins another', { headers: { 'X-A': 'a\r\nX-B: b' } }, 'headers.X-A'],
    ['a header’s name that is none', { headers: { 'X A': 'a' } }, 'headers.X A'],
    ['a weak secret', { signing_secret: 'hunter2' }, 'signing_secret'],
    ['a template that is no JSON', { body_template: '{' }, 'body_template'],
    ['a text without a template', { body_type: 'text' }, 'body_type'],
    ['a field that nobody knows', { uri: 'x' }, ''],
  ])('is refused with %s', (_, change, path) => expect(faultAt(change)).toBe(path));

  test('shares its destination with others at the same URL only', () => {
    const at = (url: string) => {
      const ready = webhook.ready({ url });
      return ready.ok && ready.channel.destination;
    };
    expect(at('https://a.example/x')).toBe(at('https://a.example/x'));
    expect(at('https://a.example/x')).not.toBe(at('https://a.example/y'));
  });
});

import { describe, expect, test } from 'vitest';
import type { DeliveryVerdict } from '../../../src/core/deliveries/delivery-verdict.ts';
import type { PlainAnswer } from '../../support/faulty-receiver/faults.ts';
import { type FaultyReceiver, startFaultyReceiver } from '../../support/faulty-receiver/receiver.ts';
import { readyFor, sampleMessage, toolsFor, WEB_KINDS, webConfig } from './channel-under-test.ts';

const never = new AbortController().signal;
const DELIVERED = { outcome: 'delivered', reason: 'accepted' } as const;

async function attempt(kind: (typeof WEB_KINDS)[number], answer: PlainAnswer, receiver?: FaultyReceiver) {
  const at = receiver ?? (await startFaultyReceiver());
  at.script(answer);
  return await readyFor(kind, webConfig(kind, at.url), toolsFor()).send(sampleMessage(), never);
}

/** What every service means by a status. */
const COMMON: readonly (readonly [status: number, verdict: DeliveryVerdict])[] = [
  [200, DELIVERED],
  [201, DELIVERED],
  [202, DELIVERED],
  [300, { outcome: 'rejected', reason: 'redirected', disables: false }],
  [301, { outcome: 'rejected', reason: 'redirected', disables: false }],
  [302, { outcome: 'rejected', reason: 'redirected', disables: false }],
  [304, { outcome: 'rejected', reason: 'redirected', disables: false }],
  [307, { outcome: 'rejected', reason: 'redirected', disables: false }],
  [308, { outcome: 'rejected', reason: 'redirected', disables: false }],
  [400, { outcome: 'rejected', reason: 'refused', disables: false }],
  [401, { outcome: 'rejected', reason: 'unauthorized', disables: false }],
  [402, { outcome: 'rejected', reason: 'refused', disables: false }],
  [403, { outcome: 'rejected', reason: 'unauthorized', disables: false }],
  [405, { outcome: 'rejected', reason: 'refused', disables: false }],
  [408, { outcome: 'retry', reason: 'busy' }],
  [409, { outcome: 'rejected', reason: 'refused', disables: false }],
  [410, { outcome: 'rejected', reason: 'gone', disables: true }],
  [413, { outcome: 'rejected', reason: 'too_large', disables: false }],
  [422, { outcome: 'rejected', reason: 'refused', disables: false }],
  [425, { outcome: 'retry', reason: 'busy' }],
  [429, { outcome: 'retry', reason: 'rate_limited' }],
  [451, { outcome: 'rejected', reason: 'refused', disables: false }],
  [500, { outcome: 'retry', reason: 'server_error' }],
  [501, { outcome: 'retry', reason: 'server_error' }],
  [502, { outcome: 'retry', reason: 'server_error' }],
  [503, { outcome: 'retry', reason: 'server_error' }],
  [504, { outcome: 'retry', reason: 'server_error' }],
  [599, { outcome: 'retry', reason: 'server_error' }],
];

describe.each(WEB_KINDS)('%s', (kind) => {
  test('takes every status for what it means', async () => {
    const receiver = await startFaultyReceiver();
    for (const [status, verdict] of COMMON) {
      const result = await attempt(kind, { status, body: 'a body' }, receiver);
      expect([status, result.verdict]).toEqual([status, verdict]);
      expect(result).toMatchObject({ status, words: `It was answered with ${status}.` });
    }
    expect(receiver.requests.length).toBe(COMMON.length);
  });

  test.each([
    ['7', 7_000],
    ['0.25', 250],
    ['Thu, 26 Nov 2026 03:00:30 GMT', 30_000],
    ['Thursday, 26-Nov-26 03:00:30 GMT', 30_000],
    ['Thu Nov 26 03:00:30 2026', 30_000],
    ['31536000', 3_600_000],
    // Said twice, as a receiver and a proxy before it do.
    ['7\r\nRetry-After: 30', 30_000],
  ])('waits as long as Retry-After: %s asks, an hour at most', async (said, waitMs) => {
    const headers = { 'Retry-After': said, Date: 'Thu, 26 Nov 2026 03:00:00 GMT' };
    for (const status of [429, 503])
      expect((await attempt(kind, { status, headers })).verdict).toMatchObject({ outcome: 'retry', waitMs });
  });

  test('makes one request for one message, and another one for another attempt', async () => {
    const receiver = await startFaultyReceiver({ script: [{ status: 503 }, { status: 200 }] });
    const channel = readyFor(kind, webConfig(kind, receiver.url), toolsFor());
    expect((await channel.send(sampleMessage(), never)).verdict.outcome).toBe('retry');
    expect(receiver.requests.length).toBe(1);
    expect((await channel.send(sampleMessage(), never)).verdict.outcome).toBe('delivered');
    expect(receiver.requests.length).toBe(2);
  });
});

describe('what one service means otherwise', () => {
  test.each([
    ['discord', { status: 204 }, DELIVERED],
    ['webhook', { status: 204 }, DELIVERED],
    ['discord', { status: 404 }, { outcome: 'rejected', reason: 'gone', disables: true }],
    [
      'discord',
      { status: 429, body: '{"retry_after": 1.5, "global": false}' },
      { outcome: 'retry', reason: 'rate_limited', waitMs: 1_500 },
    ],
    [
      'discord',
      { status: 429, headers: { 'X-RateLimit-Reset-After': '2.25' } },
      { outcome: 'retry', reason: 'rate_limited', waitMs: 2_250 },
    ],
    ['slack', { status: 404, body: 'no_service' }, { outcome: 'rejected', reason: 'gone', disables: true }],
    [
      'slack',
      { status: 404, body: 'channel_not_found' },
      { outcome: 'rejected', reason: 'not_found', disables: false },
    ],
    ['slack', { status: 410, body: 'channel_is_archived' }, { outcome: 'rejected', reason: 'gone', disables: true }],
    [
      'telegram',
      { status: 429, body: '{"ok":false,"parameters":{"retry_after":9}}' },
      { outcome: 'retry', reason: 'rate_limited', waitMs: 9_000 },
    ],
    [
      'telegram',
      { status: 400, body: '{"ok":false,"parameters":{"migrate_to_chat_id":-1001234567890}}' },
      { outcome: 'retry', reason: 'target_moved', newConfig: { chat_id: '-1001234567890' } },
    ],
    [
      'telegram',
      { status: 400, body: '{"ok":false,"parameters":{"migrate_to_chat_id":"x"}}' },
      { outcome: 'rejected', reason: 'refused', disables: false },
    ],
    ['telegram', { status: 404 }, { outcome: 'rejected', reason: 'unauthorized', disables: false }],
    ['ntfy', { status: 429, body: '{"code":42901}' }, { outcome: 'retry', reason: 'rate_limited' }],
    ['ntfy', { status: 507 }, { outcome: 'retry', reason: 'server_error' }],
    ['apprise', { status: 204 }, { outcome: 'rejected', reason: 'not_found', disables: false }],
    ['apprise', { status: 424 }, { outcome: 'retry', reason: 'server_error' }],
    ['webhook', { status: 424 }, { outcome: 'rejected', reason: 'refused', disables: false }],
    ['webhook', { status: 404 }, { outcome: 'rejected', reason: 'not_found', disables: false }],
  ] as const)('%s: %j', async (kind, answer, verdict) => {
    expect((await attempt(kind, answer)).verdict).toEqual(verdict);
  });
});

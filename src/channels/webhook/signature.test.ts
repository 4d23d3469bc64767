import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isSigningSecret, newSigningSecret, signatureHeaders } from './signature.ts';

describe('a signature', () => {
  test('is the one that the specification’s own libraries make', () => {
    const headers = signatureHeaders({
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      at: 1_614_265_330_999,
      body: '{"test": 2432232314}',
      secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    });
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  test('is made with both secrets while one takes the place of the other, the new one first', () => {
    const [fresh, old] = [newSigningSecret(), newSigningSecret()];
    const signed = signatureHeaders({ id: 'msg_1', at: 5_000, body: 'ü', secrets: [fresh, old] })['webhook-signature'];
    const by = (secret: string) =>
      `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
        .update('msg_1.5.ü')
        .digest('base64')}`;
    expect(signed).toBe(`${by(fresh)} ${by(old)}`);
    expect(signatureHeaders({ id: 'a', at: 0, body: '', secrets: [] })).toEqual({
      'webhook-id': 'a',
      'webhook-timestamp': '0',
    });
  });

  test('needs a secret of 24 to 64 bytes', () => {
    const of = (bytes: number) => `whsec_${Buffer.alloc(bytes, 1).toString('base64')}`;
    expect([of(24), of(64), newSigningSecret()].map(isSigningSecret)).toEqual([true, true, true]);
    for (const bad of [
      of(23),
      of(65),
      'whsec_',
      'whsec_!!!!',
      of(32).slice(6),
      'hunter2',
      `${of(32)}\n`,
      `whpk_${of(32)}`,
    ])
      expect([bad, isSigningSecret(bad)]).toEqual([bad, false]);
    expect(new Set(Array.from({ length: 100 }, newSigningSecret)).size).toBe(100);
  });
});

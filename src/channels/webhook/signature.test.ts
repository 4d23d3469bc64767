import { createHmac, createPublicKey, randomBytes, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isSigningSecret, signatureHeaders, withoutPrefix } from './signature.ts';

const sharedSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;
/** A pair that was made for this test. */
const PRIVATE_KEY = 'whsk_lGa6/Bm+JCl8fUDyeAaGDh03Cdxh4C2a3v9kVsMQUOJ1gm3n5qh1h69OshzMa4PS65jOOElLYuRmbxvhjp5mig==';
const PUBLIC_KEY = 'dYJt5+aodYevTrIczGuD0uuYzjhJS2LkZm8b4Y6eZoo=';

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
    const [fresh, old] = [sharedSecret(), sharedSecret()];
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

  test('is made with a private key too, of which the receiver has the public half, also beside a shared secret', () => {
    const shared = sharedSecret();
    const message = {
      id: 'msg_4711_9',
      at: 1_649_367_553_000,
      body: '{"email":"test@example.com"}',
    };
    const signed = signatureHeaders({ ...message, secrets: [PRIVATE_KEY, shared] })['webhook-signature'] ?? '';
    const [asymmetric = '', symmetric] = signed.split(' ');
    expect(asymmetric).toMatch(/^v1a,[A-Za-z0-9+/]{86}==$/);
    const x = Buffer.from(PUBLIC_KEY, 'base64').toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const verified = (text: string) => verify(null, Buffer.from(text), key, Buffer.from(asymmetric.slice(4), 'base64'));
    expect(verified(`${message.id}.1649367553.${message.body}`)).toBe(true);
    expect(verified(`${message.id}.1649367554.${message.body}`)).toBe(false);
    expect(signatureHeaders({ ...message, secrets: [shared] })['webhook-signature']).toBe(symmetric);
    const seed = `whsk_${Buffer.from(PRIVATE_KEY.slice(5), 'base64').subarray(0, 32).toString('base64')}`;
    expect(signatureHeaders({ ...message, secrets: [seed] })['webhook-signature']).toBe(asymmetric);
  });

  test('needs a whole private key, whose public half is its own', () => {
    const bytes = Buffer.from(PRIVATE_KEY.slice(5), 'base64');
    const of = (some: Buffer) => `whsk_${some.toString('base64')}`;
    expect([PRIVATE_KEY, of(bytes.subarray(0, 32))].map(isSigningSecret)).toEqual([true, true]);
    const other = Buffer.concat([bytes.subarray(0, 63), Buffer.from([1])]);
    for (const bad of [of(other), of(bytes.subarray(0, 31)), of(bytes.subarray(0, 48)), 'whsk_', `whpk_${PUBLIC_KEY}`])
      expect([bad, isSigningSecret(bad)]).toEqual([bad, false]);
  });

  test('has a secret behind the name of its kind', () => {
    expect([PRIVATE_KEY, 'whsec_abcd'].map(withoutPrefix)).toEqual([PRIVATE_KEY.slice('whsk_'.length), 'abcd']);
  });

  test('needs a secret of 24 to 64 bytes', () => {
    const of = (bytes: number) => `whsec_${Buffer.alloc(bytes, 1).toString('base64')}`;
    expect([of(24), of(64), sharedSecret()].map(isSigningSecret)).toEqual([true, true, true]);
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
  });
});

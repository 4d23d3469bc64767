import { expect, test } from 'vitest';
import type { Delivery } from '../../api/shapes.ts';
import { deliveryWords } from './delivery-words.ts';

const attempt = {
  at: '2026-11-26T11:00:00.000Z',
  outcome: 'retry',
  status: 503,
  reason: 'server_error',
  message: '',
  duration_ms: 3,
} as const;

test.each([
  [{ state: 'delivered' }, 'ok', 'Delivered'],
  [{ state: 'pending', attempts: [] }, 'ok', 'Waiting to be sent'],
  [{ state: 'pending', attempts: [attempt] }, 'degraded', 'Being tried again'],
  [{ state: 'dead', reason: 'exhausted' }, 'failing', 'Given up after all attempts'],
  [{ state: 'dead', reason: 'trigger_disabled' }, 'failing', 'Not sent: its trigger was disabled'],
  [{ state: 'dead', reason: 'gone' }, 'failing', 'Refused by the receiver'],
])('a delivery %o is %s: %s', (part, status, words) => {
  const delivery = { attempts: [attempt], reason: null, ...part } as unknown as Delivery;
  expect(deliveryWords(delivery)).toEqual({ status, words });
});

import { expect, test } from 'vitest';
import { ApiError } from '../api/api-error.ts';
import { asKnown } from './as-known.ts';

test('what the server told is known; what it refused is known as refused', async () => {
  const refusal = new ApiError('store_unavailable', 'Not now.', { status: 503 });
  expect(await asKnown(Promise.resolve(7))).toEqual({ value: 7 });
  expect(await asKnown(Promise.reject(refusal))).toEqual({ fault: refusal });
});

test.each([
  new ApiError('unreachable', 'Nobody there.', { status: 0 }),
  new ApiError('unauthenticated', 'Log in first.', { status: 401 }),
  new DOMException('', 'AbortError'),
])('without an answer nothing is known: %s', async (error) => {
  await expect(asKnown(Promise.reject(error))).rejects.toBe(error);
});

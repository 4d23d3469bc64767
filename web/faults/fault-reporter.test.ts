import { expect, test } from 'vitest';
import { ApiError } from '../api/api-error.ts';
import type { FaultReport } from '../api/shapes.ts';
import { FaultReporter } from './fault-reporter.ts';

function given() {
  const sent: (FaultReport & { readonly reference: string })[] = [];
  let next = 0;
  const reporter = new FaultReporter({
    send: (report, reference) => sent.push({ ...report, reference }),
    page: () => '/rules',
    random: (bytes) => bytes.fill(next++),
  });
  return { sent, reporter };
}

test('a fault is told at once, under a reference that can be found in the log', () => {
  const { sent, reporter } = given();
  expect(reporter.failed('page', new TypeError('x is null'))).toBe('000000000000');
  expect(sent).toMatchObject([
    {
      reference: '000000000000',
      page: '/rules',
      kind: 'page',
      message: 'TypeError: x is null',
      stack: expect.any(String),
    },
  ]);
});

test('the same fault again is counted, and told with its number later', () => {
  const { sent, reporter } = given();
  const error = new Error('again');
  const references = [1, 2, 3].map(() => reporter.failed('handler', error));
  expect(new Set(references).size).toBe(1);
  expect(sent).toHaveLength(1);
  reporter.tellRest();
  reporter.tellRest();
  expect(sent.map(({ times }) => times)).toEqual([undefined, 2]);
});

test('what is told is bounded in number and length, whatever is thrown', () => {
  const { sent, reporter } = given();
  const hostile = {
    toString: () => {
      throw new Error('no text');
    },
  };
  for (const thrown of [hostile, undefined, '', 'x'.repeat(9_000)]) reporter.failed('promise', thrown);
  for (let fault = 0; fault < 100; fault++) reporter.failed('promise', new Error(`${fault}`));
  expect(sent).toHaveLength(20);
  expect(sent.slice(0, 4).map(({ message }) => message)).toEqual([
    'something that has no text',
    'undefined',
    'nothing was said',
    'x'.repeat(500),
  ]);
});

test('a call that failed is named by its id, and what was given up is no fault', () => {
  const { sent, reporter } = given();
  const refused = new ApiError('internal', 'Not now.', { status: 500, requestId: 'call-7' });
  reporter.failed('promise', refused);
  reporter.failed('promise', new Error('cannot show', { cause: refused }));
  expect(reporter.failed('promise', new DOMException('given up', 'AbortError'))).toBeUndefined();
  expect(reporter.failed('handler', 'ResizeObserver loop limit exceeded')).toBeUndefined();
  expect(sent.map(({ failed_request_id: id }) => id)).toEqual(['call-7', 'call-7']);
});

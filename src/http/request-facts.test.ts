import { describe, expect, test } from 'vitest';
import { requestId } from './request-facts.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const trace = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('the id of a request', () => {
  test('is its own when that is sane', () => {
    expect(requestId({ 'x-request-id': 'build-17:a.b_c' })).toBe('build-17:a.b_c');
  });

  test('is a new one when the given one could break a log or is too long', () => {
    for (const given of ['', ' ', 'a b', 'a\tb', '{"x":1}', '-x', 'é', 'x'.repeat(129), ['a', 'b']]) {
      expect(requestId({ 'x-request-id': given })).toMatch(UUID);
    }
  });

  test('is no API token that somebody sent in the wrong header', () => {
    expect(requestId({ 'x-request-id': `tcs_${'A'.repeat(43)}` })).toMatch(UUID);
  });

  test('is the trace that the request belongs to, when there is one', () => {
    expect(requestId({ traceparent: `00-${trace}-00f067aa0ba902b7-01` })).toBe(trace);
    expect(requestId({ 'x-request-id': 'mine', traceparent: `00-${trace}-00f067aa0ba902b7-01` })).toBe('mine');
    for (const traceparent of ['00-x-y-01', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, trace]) {
      expect(requestId({ traceparent })).toMatch(UUID);
    }
  });
});

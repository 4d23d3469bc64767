import { expect, expectTypeOf, test } from 'vitest';
import type { Caller, PathOf, StreamCaller } from './operation.ts';
import type { BacktestProgress, HealthReport, Rule } from './shapes.ts';

const asked: unknown[] = [];
const call = (async (...given: unknown[]) => asked.push(given)) as unknown as Caller;
const stream = (async (...given: unknown[]) => asked.push(given)) as unknown as StreamCaller;
const signal = new AbortController().signal;

// Whether they hold is found out by the compiler, which npm test runs before the tests: an error that is expected and does not come is one.
test('a call with a slip in it does not compile', () => {
  // @ts-expect-error a path that is not there
  call('GET /api/log-scan-rulez');
  // @ts-expect-error a method that the path does not have
  call('PATCH /api/log-scan-rules');
  // @ts-expect-error without what stands in the path
  call('GET /api/log-scan-rules/{id}');
  // @ts-expect-error with another name than stands there
  call('GET /api/log-scan-rules/{id}', { path: { rule: '7' } });
  // @ts-expect-error a name that the query does not have
  call('GET /api/events', { query: { severities: 'warn' } });
  // @ts-expect-error a value that the query does not take
  call('GET /api/deliveries', { query: { state: 'lost' } });
  // @ts-expect-error without its body
  call('POST /api/users');
  // @ts-expect-error a body without a field that is needed
  call('POST /api/users', { body: { username: 'ann', password: 'none' } });
  // @ts-expect-error a body with a field that is not taken
  call('POST /api/log-scan-rules', { body: { name: 'a', pattern: 'b', colour: 'red' } });
  // @ts-expect-error a body where none is taken
  call('GET /api/system', { body: {} });
  // @ts-expect-error a status that it does not answer with
  call('GET /api/system', { alsoAnswers: [503] });
  // @ts-expect-error a stream is no answer
  call('POST /api/backtest', { body: { rules: [] } });
  // @ts-expect-error an address that no method has
  expect('/api/demos' satisfies PathOf<'DELETE'>).not.toBe('');
  expect(asked).toHaveLength(12);
});

test('an answer, and each event of a stream, has the type that the document gives it', () => {
  expectTypeOf(call('GET /api/log-scan-rules/{id}', { path: { id: '7' } })).resolves.toEqualTypeOf<Rule>();
  expectTypeOf(call('DELETE /api/users/{id}', { path: { id: '7' } })).resolves.toEqualTypeOf<undefined>();
  expectTypeOf(call('GET /api/health', { alsoAnswers: [503] })).resolves.toEqualTypeOf<HealthReport>();
  stream('POST /api/backtest', {
    body: { rules: [{ rule_id: '7' }] },
    signal,
    onEvent(event) {
      if (event.name === 'progress') expectTypeOf(event.data).toEqualTypeOf<BacktestProgress>();
      // @ts-expect-error an event that it does not have
      if (event.name === 'state') expect(event).toBeUndefined();
    },
  });
});

import { describe, expect, test } from 'vitest';
import { currentContext, currentCorrelationId, runInContext, setContextUser } from './request-context.ts';

describe('the context of a request', () => {
  test('is kept apart between requests that run at the same time', async () => {
    const request = (id: string) =>
      runInContext({ correlationId: id }, async () => {
        await new Promise((resolve) => setImmediate(resolve));
        setContextUser(`user of ${id}`);
        await new Promise((resolve) => setImmediate(resolve));
        return currentContext();
      });
    expect(await Promise.all([request('a'), request('b')])).toEqual([
      { correlationId: 'a', userId: 'user of a' },
      { correlationId: 'b', userId: 'user of b' },
    ]);
  });

  test('is absent outside, where naming a user does nothing', () => {
    setContextUser('7');
    expect(currentContext()).toBeUndefined();
    expect(currentCorrelationId()).toBeUndefined();
  });

  test('of an inner piece of work ends with it', () => {
    runInContext({ correlationId: 'outer' }, () => {
      runInContext({ correlationId: 'inner' }, () => setContextUser('7'));
      expect(currentContext()).toEqual({ correlationId: 'outer' });
    });
  });
});

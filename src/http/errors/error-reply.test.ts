import { describe, expect, test } from 'vitest';
import { TocsinError } from '../../core/errors.ts';
import { asTocsinError, errorReply } from './error-reply.ts';

const thrown = (fields: object): Error => Object.assign(new Error('secret inside'), fields);

describe('the reply to an error', () => {
  test('carries the code, the sentence, the details, and when to come back', () => {
    const details = [{ path: 'name', message: 'taken' }];
    const reply = errorReply(new TocsinError('too_many_requests', 'Slowly.', { details, retryAfterSeconds: 7 }));
    expect(reply).toEqual({
      status: 429,
      headers: { 'retry-after': '7' },
      body: { error: { code: 'too_many_requests', message: 'Slowly.', details } },
    });
  });

  test('tells a program how to log in', () => {
    expect(errorReply(new TocsinError('unauthenticated', 'Log in.')).headers['www-authenticate']).toContain('Bearer');
  });

  test('never shows what nobody foresaw', () => {
    for (const strange of [
      thrown({}),
      thrown({ statusCode: 500 }),
      'text',
      null,
      undefined,
      42,
      { message: 'secret inside' },
    ]) {
      const reply = errorReply(asTocsinError(strange));
      expect(reply.status).toBe(500);
      expect(JSON.stringify(reply)).not.toContain('secret');
    }
  });

  test('puts the words of the framework into ours', () => {
    expect(asTocsinError(thrown({ code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 })).code).toBe('body_too_large');
    expect(asTocsinError(thrown({ code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE', statusCode: 415 })).code).toBe('bad_request');
    expect(asTocsinError(thrown({ statusCode: 400 })).code).toBe('bad_request');
    expect(asTocsinError(new SyntaxError('x')).code).toBe('bad_request');
  });
});
